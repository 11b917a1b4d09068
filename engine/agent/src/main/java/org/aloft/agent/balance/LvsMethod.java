package org.aloft.agent.balance;

import org.aloft.agent.kernel.ipvs.IpvsDestination.Forwarding;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.aloft.agent.kernel.ipvs.IpvsTunnel;

/**
 * {@code lvs_method}: how packets get to a real server.
 *
 * @param forwarding the method
 * @param tunnel the wrapping, with {@code TUNNEL}; {@link IpvsTunnel#IPIP} else
 */
public record LvsMethod(Forwarding forwarding, IpvsTunnel tunnel) {
    /** A method without a tunnel, or with an IP-in-IP one. */
    public static LvsMethod of(Forwarding forwarding) {
        return new LvsMethod(forwarding, IpvsTunnel.IPIP);
    }

    /**
     * The port of a real server's entry in the kernel's table. Only NAT rewrites ports; with the other methods a packet
     * arrives at the port it was sent to, so the service's own port is the only true one.
     */
    int port(IpvsServiceKey service, int configured) {
        if (forwarding == Forwarding.MASQUERADE) {
            return configured;
        }
        return service instanceof IpvsServiceKey.Endpoint endpoint ? endpoint.port() : 0;
    }
}
