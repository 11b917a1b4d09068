/**
 * What a topology wants on each host: who speaks VRRP ({@link VrrpAgent}), who balances ({@link Balancer}), what a real
 * server needs, and what the user asks for beside.
 */
package org.aloft.plan.cluster;
