package org.aloft.agent.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One {@code virtual_server <IPADDR> <PORT>}.
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
 * @param endpoint the VIP and its port
 * @param scheduler {@code lb_algo} or {@code lvs_sched}
 * @param forwarding {@code lb_kind} or {@code lvs_method}; NAT when not said
 * @param protocol TCP when not said
 * @param persistence how long a client stays with its real server; empty for not at all
 * @param quorum least total weight of live real servers; 1 when not said
 * @param sorryServer what answers when the quorum is lost
 * @param realServers in the order of the file
 */
public record VirtualServerBlock(
        InetSocketAddress endpoint,
        String scheduler,
        Forwarding forwarding,
        Protocol protocol,
        Optional<Duration> persistence,
        int quorum,
        Optional<InetSocketAddress> sorryServer,
        List<RealServerBlock> realServers) {
    /** Takes a copy of the list. */
    public VirtualServerBlock {
        realServers = List.copyOf(realServers);
    }

    /** How a packet gets to its real server. */
    public enum Forwarding {
        /** Source or destination is rewritten, answers come back through the director. */
        NAT,
        /** Direct routing: the frame is re-addressed; the real server holds the VIP on lo. */
        DR,
        /** IP in IP. */
        TUN
    }

    /** What is balanced. */
    public enum Protocol {
        /** Connections. */
        TCP,
        /** Datagrams. */
        UDP
    }
}
