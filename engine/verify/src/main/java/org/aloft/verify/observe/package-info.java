/** What is seen on the hosts, as data: one lean script a host, the agent's own status, and the readers of their texts. */
package org.aloft.verify.observe;
