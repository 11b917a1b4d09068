package org.aloft.agent.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * One line of {@code virtual_ipaddress}: {@code <ADDRESS>[/<PREFIX>] [brd <ADDRESS>] [dev <NAME>] [scope <SCOPE>] [label <LABEL>]}.
 *
 * @param address the VIP
 * @param prefixLength 0..32; 32 when the file does not say, as in keepalived
 * @param device the interface that carries it: the instance's own when the line names none
 * @param broadcast broadcast address; empty for none
 * @param scope {@code global}, {@code site}, {@code link}, {@code host} or {@code nowhere}
 * @param label alias such as {@code eth0:1}; at most 15 characters
 */
public record VirtualAddress(
        InetAddress address,
        int prefixLength,
        String device,
        Optional<Inet4Address> broadcast,
        String scope,
        Optional<String> label) {
    /** {@code address/prefix}. */
    public String cidr() {
        return address.getHostAddress() + "/" + prefixLength;
    }

    @Override
    public String toString() {
        return cidr() + " dev " + device;
    }
}
