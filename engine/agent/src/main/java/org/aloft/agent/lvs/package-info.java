/**
 * Balancing joined to checks: what the configuration wants balanced, what the checks find, and whom the balancer's news
 * reaches. {@link org.aloft.agent.balance} knows the kernel's table and {@link org.aloft.agent.check} the real servers;
 * neither knows of the other's doing.
 */
package org.aloft.agent.lvs;
