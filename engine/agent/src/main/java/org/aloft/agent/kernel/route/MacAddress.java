package org.aloft.agent.kernel.route;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A hardware address of 48 bits, as Ethernet has it.
 *
 * @param bits the address as a number, first octet highest; 0 to 2^48-1
 */
public record MacAddress(long bits) {
    /** The address of an interface that has none of 48 bits, such as a tunnel. */
    public static final MacAddress NONE = new MacAddress(0);

    /** In bytes. */
    public static final int LENGTH = 6;

    /** Checks the range. */
    public MacAddress {
        if (bits < 0 || bits >>> 48 != 0) {
            throw new IllegalArgumentException("a MAC address has 48 bits: bits=0x" + Long.toHexString(bits));
        }
    }

    /** Reads six octets from the buffer's position; the position stays. Anything but six octets gives {@link #NONE}. */
    public static MacAddress of(ByteBuffer octets) {
        if (octets.remaining() != LENGTH) {
            return NONE;
        }
        long bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            bits = (bits << 8) | Byte.toUnsignedInt(octets.get(octets.position() + i));
        }
        return new MacAddress(bits);
    }

    /** Reads six octets with colons between them, each one or two hexadecimal digits; empty for anything else. */
    public static Optional<MacAddress> parse(String text) {
        if (!text.matches("[0-9A-Fa-f]{1,2}(:[0-9A-Fa-f]{1,2}){5}")) {
            return Optional.empty();
        }
        long bits = 0;
        for (String octet : text.split(":", -1)) {
            bits = (bits << 8) | Integer.parseInt(octet, 16);
        }
        return Optional.of(new MacAddress(bits));
    }

    /** Writes its six bytes. */
    public void write(ByteBuffer into, int offset) {
        for (int i = 0; i < LENGTH; i++) {
            into.put(offset + i, (byte) (bits >>> (40 - 8 * i)));
        }
    }

    // Java makes a record's own equals while the program runs, when it is first called: here, that would be in the
    // first takeover.

    @Override
    public boolean equals(Object other) {
        return other instanceof MacAddress mac && mac.bits == bits;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits);
    }

    /** As {@code ip link} prints it: {@code 52:54:00:12:34:56}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(shift == 40 ? "" : ":").append(String.format("%02x", (bits >>> shift) & 0xff));
        }
        return text.toString();
    }
}
