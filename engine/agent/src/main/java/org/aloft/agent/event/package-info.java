/** What happens to the agent, as records: VRRP, trackers and the balancer tell, notifications and status listen. */
package org.aloft.agent.event;
