package org.aloft.agent.balance;

import java.net.InetAddress;
import org.aloft.agent.kernel.IpvsDestination;
import org.aloft.agent.kernel.IpvsDestination.Forwarding;

/**
 * What answers when too few real servers are up.
 *
 * @param address its address
 * @param port 0 to 65535
 * @param forwarding how packets get to it
 */
public record SorryServer(InetAddress address, int port, Forwarding forwarding) {
    IpvsDestination entry() {
        return IpvsDestination.of(address, port, forwarding, 1);
    }
}
