package org.aloft.topology.model;

/** A VRRP priority (RFC 9568 §5.2.4): 1..255; 255 is the owner of the addresses. The higher one is active. */
public record Priority(int value) implements Comparable<Priority> {
    /** @throws IllegalArgumentException outside of 1..255 */
    public Priority {
        if (value < 1 || value > 255) {
            throw new IllegalArgumentException("priority must be 1..255: priority=" + value);
        }
    }

    @Override
    public int compareTo(Priority other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
