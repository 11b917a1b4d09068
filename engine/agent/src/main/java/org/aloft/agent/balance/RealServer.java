package org.aloft.agent.balance;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.aloft.agent.check.CheckSettings;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.kernel.IpvsDestination;
import org.aloft.agent.kernel.IpvsDestination.Forwarding;
import org.aloft.agent.kernel.IpvsServiceKey;

/**
 * A real server as configured.
 *
 * @param address its address
 * @param port 0 to 65535
 * @param forwarding how packets get to it
 * @param weight 0 to 65535
 * @param inhibitOnFailure whether a failed check sets its weight to 0, which keeps its connections, or removes it
 * @param checks all must be well; without any it counts as up
 */
public record RealServer(
        InetAddress address,
        int port,
        Forwarding forwarding,
        int weight,
        boolean inhibitOnFailure,
        List<CheckSettings> checks) {
    /** Checks the ranges and copies the list. */
    public RealServer {
        if (weight < 0 || weight > 0xffff) {
            throw new IllegalArgumentException("weight must be 0..65535: weight=" + weight);
        }
        checks = List.copyOf(checks);
    }

    RealServerKey key(IpvsServiceKey service) {
        return new RealServerKey(service, new InetSocketAddress(address, port));
    }

    IpvsDestination entry(int weightNow) {
        return IpvsDestination.of(address, port, forwarding, weightNow);
    }
}
