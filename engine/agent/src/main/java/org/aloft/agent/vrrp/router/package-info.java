/**
 * What can be told of one instance while it runs: status, explanation, counters, the routers it heard. Read by any
 * thread.
 */
package org.aloft.agent.vrrp.router;
