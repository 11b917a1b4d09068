/** The scripts that change a host and hold its lease, and the events that they print. */
package org.aloft.plan.apply;
