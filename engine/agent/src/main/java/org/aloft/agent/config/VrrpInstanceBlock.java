package org.aloft.agent.config;

import java.time.Duration;

/**
 * One {@code vrrp_instance}.
 *
 * <pre>
 * vrrp_instance VI_1 {
 *     state BACKUP
 *     interface ens33
 *     virtual_router_id 10
 *     priority 100
 *     advert_int 1
 *     authentication {
 *         auth_type PASS
 *         auth_pass abc123
 *     }
 *     virtual_ipaddress {
 *         192.168.100.10
 *     }
 * }
 * </pre>
 *
 * @param name the word after the keyword
 * @param networkInterface {@code interface}: where adverts are sent and heard
 * @param virtualRouterId 1..255
 * @param election who wins
 * @param wire how it speaks
 * @param holding what it holds while it is active
 * @param gratuitousArp how takeovers are announced
 * @param tracking what it says of its own interface
 * @param notification who is told of changes
 */
public record VrrpInstanceBlock(
        String name,
        String networkInterface,
        int virtualRouterId,
        ElectionBlock election,
        WireBlock wire,
        HoldingBlock holding,
        GratuitousArp gratuitousArp,
        TrackingBlock tracking,
        NotificationBlock notification) {
    /** How long its link may be lost without it taking its active router, which it does not hear then, for gone. */
    public Duration longestLinkLoss() {
        return wire.advertInterval().multipliedBy(election.downTimerAdverts() - 1L);
    }

    /** Whether the two speak to the same routers: on one interface, with one virtual_router_id, version and family. */
    public boolean sharesGroupWith(VrrpInstanceBlock other) {
        return networkInterface.equals(other.networkInterface)
                && virtualRouterId == other.virtualRouterId
                && wire.version() == other.wire.version()
                && wire.family() == other.wire.family();
    }
}
