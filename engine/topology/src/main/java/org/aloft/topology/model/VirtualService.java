package org.aloft.topology.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What answers behind a VIP.
 *
 * <pre>{@code
 * services:
 *   web:
 *     vip: 192.168.100.10
 *     port: 80
 *     scheduler: rr
 *     forward: dr
 *     real_servers: {web: 1}
 *     check: {tcp: {connect_timeout: 3s, retries: 3, delay: 3s}}
 * }</pre>
 *
 * @param name the key in the file
 * @param vip one of an instance's VIPs
 * @param port 1..65535
 * @param protocol tcp unless said
 * @param scheduler an IPVS scheduler's name: rr, wrr, lc, … (ipvsadm(8))
 * @param forwarding how packets get to the real servers
 * @param persistence how long a client stays with its real server; empty: not at all
 * @param realServers at least one, groups resolved to hosts; none with {@link Forwarding#LOCAL}
 * @param check how a real server is found dead; empty: never
 */
public record VirtualService(
        String name,
        InetAddress vip,
        int port,
        Protocol protocol,
        String scheduler,
        Forwarding forwarding,
        Optional<Duration> persistence,
        List<RealServer> realServers,
        Optional<TcpCheck> check) {
    public VirtualService {
        realServers = List.copyOf(realServers);
    }

    /** The transport protocol of a service. */
    public enum Protocol {
        /** Transmission Control Protocol. */
        TCP,
        /** User Datagram Protocol. */
        UDP
    }

    /** How a request gets to who answers it: by one of the forwarding methods of ipvsadm(8), or without IPVS. */
    public enum Forwarding {
        /** Direct routing, {@code -g}: the real server holds the VIP itself and answers the client directly. */
        DR,
        /** Masquerading, {@code -m}: requests and answers pass through the director. */
        NAT,
        /** IP-in-IP tunnel, {@code -i}. */
        TUN,
        /** No IPVS: haproxy on the director ends the client's connection, and opens one to a real server. */
        PROXY,
        /** No balancer: the member that holds the VIP answers itself. */
        LOCAL;

        /** Whether the kernel's IPVS balances. */
        public boolean isLvs() {
            return switch (this) {
                case DR, NAT, TUN -> true;
                case PROXY, LOCAL -> false;
            };
        }
    }

    /**
     * A host behind a virtual service.
     *
     * @param host its name in the inventory
     * @param address where requests are forwarded to
     * @param port 1..65535
     * @param weight 0..65535
     */
    public record RealServer(String host, InetAddress address, int port, int weight) {}

    /**
     * A TCP connect, as keepalived's TCP_CHECK.
     *
     * @param connectTimeout how long a connect may take
     * @param retries how many more tries before the real server is taken out
     * @param delayBeforeRetry pause between those tries
     * @param delay time between checks; {@code delay_loop} of keepalived.conf(5)
     */
    public record TcpCheck(Duration connectTimeout, int retries, Duration delayBeforeRetry, Duration delay) {}
}
