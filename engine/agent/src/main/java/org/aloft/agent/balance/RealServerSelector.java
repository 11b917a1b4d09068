package org.aloft.agent.balance;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.aloft.agent.check.RealServerKey;

/**
 * Which real servers are meant: all at an address, behind every virtual service, unless it says more.
 *
 * @param address the real server's
 * @param port the real server's, as configured; empty: any
 * @param service the virtual service as the status names it, {@code TCP 192.0.2.10:80}, or without the protocol; empty:
 *     any
 */
public record RealServerSelector(InetAddress address, OptionalInt port, Optional<String> service) {
    /** Whether this one is meant. */
    public boolean matches(RealServerKey server) {
        return server.endpoint().getAddress().equals(address)
                && (port.isEmpty() || port.getAsInt() == server.endpoint().getPort())
                && service.map(name -> isNamed(server.service().toString(), name))
                        .orElse(true);
    }

    private static boolean isNamed(String service, String name) {
        return service.equals(name) || service.endsWith(" " + name);
    }
}
