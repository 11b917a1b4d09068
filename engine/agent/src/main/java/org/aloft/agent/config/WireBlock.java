package org.aloft.agent.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * The lines of a {@code vrrp_instance} that say how it speaks: {@code version}, {@code advert_int}, {@code authentication}, {@code
 * mcast_src_ip}.
 *
 * @param version 2 or 3
 * @param advertInterval 1..255 whole seconds in version 2, 0.01..40.95 s in version 3
 * @param authentication version 2 only
 * @param sourceAddress {@code mcast_src_ip}; the interface's first address when empty
 */
public record WireBlock(
        int version,
        Duration advertInterval,
        Optional<Authentication> authentication,
        Optional<InetAddress> sourceAddress) {}
