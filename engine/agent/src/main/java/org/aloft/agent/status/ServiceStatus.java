package org.aloft.agent.status;

import java.time.Instant;
import java.util.List;

/**
 * One virtual service at one moment.
 *
 * @param address the VIP
 * @param port of the service
 * @param protocol {@code TCP} or {@code UDP}
 * @param scheduler such as {@code rr}
 * @param realServers behind it
 */
public record ServiceStatus(String address, int port, String protocol, String scheduler, List<RealServer> realServers) {
    /** Takes a copy of the list. */
    public ServiceStatus {
        realServers = List.copyOf(realServers);
    }

    /**
     * One real server.
     *
     * @param address of the server
     * @param port of the server
     * @param weight in force now
     * @param up whether its checks pass
     * @param since when that became so
     * @param reason why it is up or down
     * @param activeConnections open ones, by IPVS
     * @param inactiveConnections closing or unused ones, by IPVS
     * @param connections all that were ever handed to it, by IPVS
     */
    public record RealServer(
            String address,
            int port,
            int weight,
            boolean up,
            Instant since,
            String reason,
            long activeConnections,
            long inactiveConnections,
            long connections) {}
}
