/** The script that changes a host, and the events that it prints. */
package org.aloft.plan.apply;
