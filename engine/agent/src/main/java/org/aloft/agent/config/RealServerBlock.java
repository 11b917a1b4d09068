package org.aloft.agent.config;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * One {@code real_server <IPADDR> [<PORT>]}.
 *
 * @param endpoint its address and port; port 0: the virtual server's
 * @param weight 0 or more; 1 when not said
 * @param method {@code lvs_method}; the virtual server's when not said
 * @param inhibitOnFailure whether a failed check sets the weight to 0 rather than removing the server
 * @param upperThreshold {@code uthreshold}: no new connections from this many on; 0 when not said, for no limit
 * @param lowerThreshold {@code lthreshold}: new connections again below this many; 0 when not said
 * @param notices who is told when it goes up or down
 * @param checks all must pass; without any, the server counts as up
 */
public record RealServerBlock(
        InetSocketAddress endpoint,
        int weight,
        LvsMethodBlock method,
        boolean inhibitOnFailure,
        int upperThreshold,
        int lowerThreshold,
        RealServerNotices notices,
        List<CheckBlock> checks) {
    /** Takes a copy of the list. */
    public RealServerBlock {
        checks = List.copyOf(checks);
    }

    /** The same at another port. */
    public RealServerBlock atPort(int port) {
        return new RealServerBlock(
                new InetSocketAddress(endpoint.getAddress(), port),
                weight,
                method,
                inhibitOnFailure,
                upperThreshold,
                lowerThreshold,
                notices,
                checks);
    }
}
