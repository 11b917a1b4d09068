package org.aloft.agent.config;

import java.util.List;

/**
 * The lines of a {@code vrrp_instance} that say what the active router holds: {@code virtual_ipaddress}.
 *
 * @param virtualAddresses the VIPs, at least one
 */
public record HoldingBlock(List<VirtualAddress> virtualAddresses) {
    /** Takes a copy of the list. */
    public HoldingBlock {
        virtualAddresses = List.copyOf(virtualAddresses);
    }
}
