/** Packets to a VIP that are dropped, by nftables ({@code no_accept}). */
package org.aloft.agent.kernel.filter;
