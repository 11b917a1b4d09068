package org.aloft.agent.config;

import java.net.InetSocketAddress;

/**
 * {@code sorry_server IPADDR [PORT]}: what answers while the quorum is lost.
 *
 * @param endpoint its address and port; port 0: the virtual server's
 * @param inhibit {@code sorry_server_inhibit}: whether it stays in the table with weight 0 while it is not needed
 * @param method {@code sorry_server_lvs_method}; the virtual server's when not said
 */
public record SorryServerBlock(InetSocketAddress endpoint, boolean inhibit, LvsMethodBlock method) {}
