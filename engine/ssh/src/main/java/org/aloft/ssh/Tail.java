package org.aloft.ssh;

import java.nio.charset.StandardCharsets;

/** Keeps the last bytes of a stream of any length. Not safe for use by several threads. */
final class Tail {
    private final byte[] ring;
    private long total;

    /** @param size how many bytes are kept; 1 or more */
    Tail(int size) {
        ring = new byte[size];
    }

    void add(byte[] source, int offset, int length) {
        for (int index = Math.max(offset, offset + length - ring.length); index < offset + length; index++) {
            ring[(int) ((total + index - offset) % ring.length)] = source[index];
        }
        total += length;
    }

    /** What is kept; says in front how much is missing. */
    String text() {
        int kept = (int) Math.min(total, ring.length);
        byte[] bytes = new byte[kept];
        for (int index = 0; index < kept; index++) {
            bytes[index] = ring[(int) ((total - kept + index) % ring.length)];
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return total == kept ? text : "[" + (total - kept) + " bytes left out] … " + text;
    }
}
