package org.aloft.agent.config;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * One {@code real_server <IPADDR> <PORT>}.
 *
 * @param endpoint its address and port
 * @param weight 0..65535; 1 when not said
 * @param inhibitOnFailure whether a failed check sets the weight to 0 rather than removing the server
 * @param checks all must pass; without any, the server counts as up
 */
public record RealServerBlock(
        InetSocketAddress endpoint, int weight, boolean inhibitOnFailure, List<CheckBlock> checks) {
    /** Takes a copy of the list. */
    public RealServerBlock {
        checks = List.copyOf(checks);
    }
}
