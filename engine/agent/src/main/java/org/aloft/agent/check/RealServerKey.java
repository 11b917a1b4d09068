package org.aloft.agent.check;

import java.net.InetSocketAddress;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;

/**
 * A real server of one virtual service. The same host behind two services is checked for each.
 *
 * @param service the virtual service
 * @param endpoint the real server's address and port, as configured
 */
public record RealServerKey(VirtualServiceKey service, InetSocketAddress endpoint) {
    /** A real server of a service that is no group. */
    public RealServerKey(IpvsServiceKey service, InetSocketAddress endpoint) {
        this(new VirtualServiceKey.Single(service), endpoint);
    }

    /** As {@code 192.0.2.21:80 of TCP 192.0.2.10:80}. */
    @Override
    public String toString() {
        return IpvsServiceKey.text(endpoint.getAddress(), endpoint.getPort()) + " of " + service;
    }
}
