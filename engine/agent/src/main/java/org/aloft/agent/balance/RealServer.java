package org.aloft.agent.balance;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.aloft.agent.check.CheckSettings;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.check.VirtualServiceKey;
import org.aloft.agent.kernel.ipvs.IpvsDestination;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;

/**
 * A real server as configured.
 *
 * @param address its address
 * @param port 0 to 65535; 0 is the port of the virtual service
 * @param method how packets get to it
 * @param weight 0 or more
 * @param inhibitOnFailure whether a failed check sets its weight to 0, which keeps its connections, or removes it
 * @param upperThreshold no new connections from this many on; 0: no limit
 * @param lowerThreshold after the upper one, new connections again below this many; 0: three quarters of the upper one
 * @param checks all must be well; without any it counts as up
 */
public record RealServer(
        InetAddress address,
        int port,
        LvsMethod method,
        int weight,
        boolean inhibitOnFailure,
        int upperThreshold,
        int lowerThreshold,
        List<CheckSettings> checks) {
    /** Checks the ranges and copies the list. */
    public RealServer {
        if (weight < 0) {
            throw new IllegalArgumentException("weight must be 0..2147483647: weight=" + weight);
        }
        checks = List.copyOf(checks);
    }

    /** The same, counted as down until a check passes. */
    RealServer downAtFirst() {
        return new RealServer(
                address,
                port,
                method,
                weight,
                inhibitOnFailure,
                upperThreshold,
                lowerThreshold,
                checks.stream().map(CheckSettings::initiallyDown).toList());
    }

    /** What tells it from others. */
    public RealServerKey key(VirtualServiceKey service) {
        return new RealServerKey(service, new InetSocketAddress(address, port));
    }

    /** Its entry behind one of the virtual service's entries. */
    public IpvsDestination entry(IpvsServiceKey service, int weightNow) {
        return new IpvsDestination(
                address,
                method.port(service, port),
                method.forwarding(),
                weightNow,
                upperThreshold,
                lowerThreshold,
                method.tunnel());
    }
}
