/** Interfaces, addresses, routes, rules and interface settings, by rtnetlink and /proc/sys; and news of them. */
package org.aloft.agent.kernel.route;
