package org.aloft.agent.config;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
 * @param priority 1..255; 100 when not said
 * @param version 2 or 3
 * @param advertInterval 1..255 whole seconds in version 2, 0.01..40.95 s in version 3
 * @param authentication version 2 only
 * @param virtualAddresses the VIPs, at least one
 * @param preempt whether a lower active router is pushed aside; the opposite of nopreempt
 * @param preemptDelay how long to wait before doing so, 0..1000 s
 * @param gratuitousArp how takeovers are announced
 * @param sourceAddress {@code mcast_src_ip} or {@code unicast_src_ip}; the interface's first address when empty
 */
public record VrrpInstanceBlock(
        String name,
        String networkInterface,
        int virtualRouterId,
        int priority,
        int version,
        Duration advertInterval,
        Optional<Authentication> authentication,
        List<VirtualAddress> virtualAddresses,
        boolean preempt,
        Duration preemptDelay,
        GratuitousArp gratuitousArp,
        Optional<Inet4Address> sourceAddress) {
    /** Takes a copy of the list. */
    public VrrpInstanceBlock {
        virtualAddresses = List.copyOf(virtualAddresses);
    }
}
