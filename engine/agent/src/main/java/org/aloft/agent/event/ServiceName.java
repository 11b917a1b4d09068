package org.aloft.agent.event;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

/**
 * A virtual service or a real server as keepalived's FIFOs and messages name it: {@code [192.0.2.10]:tcp:80}, or
 * {@code FWM 7} for a firewall mark.
 *
 * @param text the name
 */
public record ServiceName(String text) {
    /**
     * The name of what is at an address.
     *
     * @param protocol such as {@code TCP}; in the name it stands in lower case
     * @param endpoint address and port, resolved
     */
    public static ServiceName of(String protocol, InetSocketAddress endpoint) {
        return of(protocol, endpoint.getAddress(), endpoint.getPort());
    }

    /**
     * The name of what is at an address.
     *
     * @param protocol such as {@code TCP}; in the name it stands in lower case
     * @param port 0..65535
     */
    public static ServiceName of(String protocol, InetAddress address, int port) {
        return new ServiceName("[" + address.getHostAddress() + "]:" + protocol.toLowerCase(Locale.ROOT) + ":" + port);
    }

    /**
     * The name of a service of marked packets.
     *
     * @param mark the firewall mark, unsigned
     */
    public static ServiceName ofFirewallMark(int mark) {
        return new ServiceName("FWM " + Integer.toUnsignedString(mark));
    }

    @Override
    public String toString() {
        return text;
    }
}
