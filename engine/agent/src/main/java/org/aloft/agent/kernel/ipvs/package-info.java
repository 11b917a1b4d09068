/** The kernel's IPVS table, by generic netlink: services, destinations, timeouts, the sync daemon. */
package org.aloft.agent.kernel.ipvs;
