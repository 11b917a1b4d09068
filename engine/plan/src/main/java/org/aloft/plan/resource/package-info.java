/** What can be wanted on a host, and what a topology wants on each. */
package org.aloft.plan.resource;
