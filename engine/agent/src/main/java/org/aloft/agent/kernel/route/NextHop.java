package org.aloft.agent.kernel.route;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where a route's packets go next.
 *
 * @param gateway the router; empty when the destination is on the link itself. It may be of another family than the
 *     route.
 * @param device the interface's name; empty lets the kernel find it by the gateway
 * @param weight 1..256, the share of this one among several
 * @param onLink whether the gateway counts as reachable although no address of the interface says so
 * @param realms {@code from << 16 | to}; 0 for none
 */
public record NextHop(Optional<InetAddress> gateway, Optional<String> device, int weight, boolean onLink, int realms) {
    /** Whether both lead to the same place, as far as they say where. */
    boolean isTakenFor(NextHop other) {
        return mayBeSame(gateway, other.gateway) && mayBeSame(device, other.device);
    }

    private static boolean mayBeSame(Optional<?> one, Optional<?> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }

    /** Checks the weight. */
    public NextHop {
        if (weight < 1 || weight > 256) {
            throw new IllegalArgumentException("a next hop's weight must be 1..256: " + weight);
        }
    }
}
