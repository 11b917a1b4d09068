/** What a probe finds on a host: the script that asks and the records of the answer. */
package org.aloft.plan.facts;
