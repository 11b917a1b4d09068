package org.aloft.agent.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a check connects to, and from which address.
 *
 * @param target {@code connect_ip} and {@code connect_port}; the real server's own when not said
 * @param timeout {@code connect_timeout}: how long to wait for a connection, and then for every further answer; more
 *     than zero; 5 s when not said
 * @param bindTo the address to connect from; empty: the kernel picks
 * @param bindPort the port to connect from; 0: the kernel picks
 * @param bindInterface the interface to go out through; empty: the routing table says
 * @param mark {@code fwmark}: the mark on every packet that the check sends; 0 for none
 */
public record CheckConnection(
        InetSocketAddress target,
        Duration timeout,
        Optional<InetAddress> bindTo,
        int bindPort,
        Optional<String> bindInterface,
        int mark) {
    /** Checks the time-out. */
    public CheckConnection {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("connect_timeout must be more than 0: " + timeout);
        }
    }

    /** With keepalived's defaults. */
    public static CheckConnection to(InetSocketAddress target) {
        return new CheckConnection(target, Duration.ofSeconds(5), Optional.empty(), 0, Optional.empty(), 0);
    }
}
