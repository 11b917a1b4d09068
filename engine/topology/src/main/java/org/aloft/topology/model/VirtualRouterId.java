package org.aloft.topology.model;

/** A virtual_router_id (RFC 9568 §5.2.3): 1..255. */
public record VirtualRouterId(int value) {
    /** @throws IllegalArgumentException outside of 1..255 */
    public VirtualRouterId {
        if (value < 1 || value > 255) {
            throw new IllegalArgumentException("virtual_router_id must be 1..255: virtual_router_id=" + value);
        }
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
