package org.aloft.agent.kernel.route;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * The addresses that share their first bits, as routes and rules match them.
 *
 * @param address any of them
 * @param prefixLength 0 to 32, or 0 to 128
 */
public record AddressBlock(InetAddress address, int prefixLength) {
    /** Checks the length. */
    public AddressBlock {
        int bits = address instanceof Inet4Address ? 32 : 128;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("prefix length must be 0.." + bits + ": " + prefixLength);
        }
    }

    /** Whether it is IPv4, not IPv6. */
    public boolean ipv4() {
        return address instanceof Inet4Address;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength;
    }
}
