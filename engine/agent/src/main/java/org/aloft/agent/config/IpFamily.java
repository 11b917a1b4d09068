package org.aloft.agent.config;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The version of IP that an instance speaks; its VIPs in adverts are of the same. */
public enum IpFamily {
    /** Version 4. */
    IPV4("IPv4", 4),
    /** Version 6. */
    IPV6("IPv6", 16);

    private final String words;
    private final int addressLength;

    IpFamily(String words, int addressLength) {
        this.words = words;
        this.addressLength = addressLength;
    }

    /** The family of an address. */
    public static IpFamily of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }

    /** Whether an address is of this family. */
    public boolean has(InetAddress address) {
        return of(address) == this;
    }

    /** How many bytes an address has. */
    public int addressLength() {
        return addressLength;
    }

    /** As people write it. */
    @Override
    public String toString() {
        return words;
    }
}
