package org.aloft.lab;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 network such as 192.168.100.0/24.
 *
 * @param bits the network's address, most significant bit first
 * @param prefixLength 8..29, so that the controller and some hosts have room
 */
record Ipv4Network(int bits, int prefixLength) {
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    Ipv4Network {
        if (prefixLength < 8 || prefixLength > 29) {
            throw new LabException(
                    "a lab network's prefix length must be 8..29: " + prefixLength, "try " + LabSpec.DEFAULT_NETWORK);
        }
        if ((bits & ~mask(prefixLength)) != 0) {
            throw new LabException(
                    "a lab network must end in zeros: " + text(bits) + "/" + prefixLength,
                    "write " + text(bits & mask(prefixLength)) + "/" + prefixLength);
        }
    }

    static Ipv4Network parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,2}")) {
            throw new LabException(
                    "a lab network must be an address and a prefix length: network=" + text,
                    "write it like " + LabSpec.DEFAULT_NETWORK);
        }
        return new Ipv4Network(parseAddress(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** The 32 bits of an address. Not by InetAddress, which would ask a name server for what is not an address. */
    static int parseAddress(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            throw new LabException("a lab address must be IPv4: address=" + text, "write it like 192.168.100.20");
        }
        int bits = 0;
        for (int group = 1; group <= 4; group++) {
            int part = Integer.parseInt(matcher.group(group));
            if (part > 255) {
                throw new LabException(
                        "each part of an IPv4 address must be 0..255: address=" + text, "correct the " + part);
            }
            bits = bits << 8 | part;
        }
        return bits;
    }

    /** Whether a host may have this address: within the network, and neither its first nor its last. */
    boolean hasRoomFor(String address) {
        int other = parseAddress(address);
        int hostBits = other & ~mask(prefixLength);
        return (other & mask(prefixLength)) == bits && hostBits != 0 && hostBits != ~mask(prefixLength);
    }

    /** The network's nth address, the first being 1. */
    String address(int n) {
        return text(bits + n);
    }

    @Override
    public String toString() {
        return text(bits) + "/" + prefixLength;
    }

    private static int mask(int prefixLength) {
        return -1 << (32 - prefixLength);
    }

    private static String text(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }
}
