package org.aloft.lab;

import java.util.regex.Pattern;

/**
 * A host of a lab.
 *
 * @param name its host name: lower-case letters, digits and hyphens, 63 at the most
 * @param address its IPv4 address, within the lab's network
 * @param interfaceName the name of its network card, 15 characters at the most
 */
public record LabHost(String name, String address, String interfaceName) {
    /** What a network card is called unless said otherwise. */
    public static final String DEFAULT_INTERFACE = "ens33";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern INTERFACE = Pattern.compile("[a-zA-Z][a-zA-Z0-9._-]{0,14}");

    public LabHost {
        if (!NAME.matcher(name).matches()) {
            throw new LabException(
                    "a lab host's name must be 1..63 of a-z, 0-9 and - (not at an end): name=" + name,
                    "rename the host");
        }
        if (!INTERFACE.matcher(interfaceName).matches() || interfaceName.equals("lo")) {
            throw new LabException(
                    "a lab host's interface must be 1..15 of a-z, 0-9, '.', '_' and -, begin with a letter, and"
                            + " not be lo: interface=" + interfaceName + " of host " + name,
                    "use " + DEFAULT_INTERFACE);
        }
        Ipv4Network.parseAddress(address);
    }

    /** A host whose network card is called {@value #DEFAULT_INTERFACE}. */
    public LabHost(String name, String address) {
        this(name, address, DEFAULT_INTERFACE);
    }

    /** The MAC address of its card: locally administered, and the same at every boot, as a real card's is. */
    String macAddress() {
        int bits = Ipv4Network.parseAddress(address);
        return "02:a1:%02x:%02x:%02x:%02x".formatted(bits >>> 24, bits >>> 16 & 0xff, bits >>> 8 & 0xff, bits & 0xff);
    }
}
