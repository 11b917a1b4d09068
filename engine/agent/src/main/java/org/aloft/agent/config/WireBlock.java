package org.aloft.agent.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * The lines of a {@code vrrp_instance} that say how it speaks.
 *
 * @param family of the adverts; the first VIP's, or {@code native_ipv6}
 * @param version {@code version}: 2 or 3; always 3 with IPv6
 * @param advertInterval {@code advert_int}: 1..255 whole seconds in version 2, 0.01..40.95 s in version 3
 * @param authentication {@code authentication}, version 2 only
 * @param source where adverts come from
 * @param transport where they go
 * @param checksum how those of version 3 over IPv4 are summed
 * @param learnChecksum whether a peer that sums as up to keepalived 1.3.6 is answered likewise; not with {@code
 *     old_unicast_checksum never}
 * @param skipCheckAdvertAddresses {@code skip_check_adv_addr}: the VIPs in an advert are compared with the own ones
 *     only when it comes from another router than the one before
 * @param strict {@code strict_mode}: what the RFCs leave to be dropped is dropped
 */
public record WireBlock(
        IpFamily family,
        int version,
        Duration advertInterval,
        Optional<Authentication> authentication,
        Source source,
        Transport transport,
        Checksum checksum,
        boolean learnChecksum,
        boolean skipCheckAdvertAddresses,
        boolean strict) {
    /**
     * By what a group of routers differs from others with the same virtual_router_id on the same interface (RFC 9568
     * §5.2.3).
     */
    public String group() {
        return transport instanceof Transport.Unicast unicast
                ? " to " + unicast.peers()
                : " to " + transport.group().getHostAddress();
    }

    /**
     * Where adverts come from.
     *
     * @param address {@code mcast_src_ip} or {@code unicast_src_ip}; the interface's own when empty
     * @param tracked {@code track_src_ip}: without that address on the host the instance cannot take part
     */
    public record Source(Optional<InetAddress> address, boolean tracked) {
        /** The interface's own address. */
        public static final Source OF_INTERFACE = new Source(Optional.empty(), false);
    }
}
