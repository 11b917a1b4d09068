package org.aloft.agent.balance;

import java.net.InetAddress;
import org.aloft.agent.kernel.ipvs.IpvsDestination;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;

/**
 * What answers when too few real servers are up.
 *
 * @param address its address
 * @param port 0 to 65535; 0 is the port of the virtual service
 * @param method how packets get to it
 * @param inhibit whether it stays in the table with weight 0 while it is not needed, so that its connections go on
 */
public record SorryServer(InetAddress address, int port, LvsMethod method, boolean inhibit) {
    /** Its entry behind one of the virtual service's entries. */
    IpvsDestination entry(IpvsServiceKey service, int weight) {
        return new IpvsDestination(
                address, method.port(service, port), method.forwarding(), weight, 0, 0, method.tunnel());
    }
}
