package org.aloft.agent.config;

import java.util.List;
import java.util.Optional;

/**
 * One {@code virtual_server}.
 *
 * <pre>
 * virtual_server 192.168.100.10 80 {
 *     delay_loop 6
 *     lb_algo rr
 *     lb_kind DR
 *     protocol TCP
 *     real_server 192.168.100.200 80 {
 *         weight 1
 *         TCP_CHECK {
 *             connect_timeout 3
 *         }
 *     }
 * }
 * </pre>
 *
 * @param target what is balanced: an address, a firewall mark, or a group
 * @param scheduling how a real server is picked
 * @param protocol UDP when not said, as in keepalived; says nothing for a firewall mark
 * @param persistence how long a client stays with its real server; empty for not at all
 * @param quorum when there are enough real servers
 * @param sorryServer what answers when the quorum is lost
 * @param haSuspend {@code ha_suspend}: whether checks rest while the address is not on this host
 * @param realServers in the order of the file, at least one
 */
public record VirtualServerBlock(
        VirtualServerTarget target,
        SchedulingBlock scheduling,
        Protocol protocol,
        Optional<PersistenceBlock> persistence,
        QuorumBlock quorum,
        Optional<SorryServerBlock> sorryServer,
        boolean haSuspend,
        List<RealServerBlock> realServers) {
    /** Takes a copy of the list. */
    public VirtualServerBlock {
        realServers = List.copyOf(realServers);
    }

    /** What is balanced. */
    public enum Protocol {
        /** Connections. */
        TCP,
        /** Datagrams. */
        UDP,
        /** Associations. */
        SCTP
    }

    /** Whether all real servers, and the sorry server, are behind tunnels: then they may be of the other family. */
    public boolean isAllTunnelled() {
        return realServers.stream().allMatch(server -> isTunnel(server.method()))
                && sorryServer.map(sorry -> isTunnel(sorry.method())).orElse(true);
    }

    private static boolean isTunnel(LvsMethodBlock method) {
        return method.forwarding() == LvsMethodBlock.Forwarding.TUN;
    }
}
