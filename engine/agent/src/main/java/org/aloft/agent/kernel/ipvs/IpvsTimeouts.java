package org.aloft.agent.kernel.ipvs;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long IPVS keeps an idle connection, in whole seconds of one or more. What is empty stays as the kernel has it.
 *
 * @param tcp established TCP connections; the kernel begins with 15 minutes
 * @param tcpFinished TCP connections after a FIN; the kernel begins with 2 minutes
 * @param udp UDP; the kernel begins with 5 minutes
 */
public record IpvsTimeouts(Optional<Duration> tcp, Optional<Duration> tcpFinished, Optional<Duration> udp) {
    /** Nothing is changed. */
    public static final IpvsTimeouts UNCHANGED = new IpvsTimeouts(Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether the kernel keeps all of its own. */
    public boolean isUnchanged() {
        return tcp.isEmpty() && tcpFinished.isEmpty() && udp.isEmpty();
    }

    /** Checks the ranges. */
    public IpvsTimeouts {
        Stream.of(tcp, tcpFinished, udp).flatMap(Optional::stream).forEach(IpvsTimeouts::check);
    }

    private static void check(Duration timeout) {
        if (timeout.toSeconds() < 1 || timeout.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("an IPVS timeout must be 1..2147483647 s: " + timeout);
        }
    }
}
