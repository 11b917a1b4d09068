package org.aloft.topology.problem;

/**
 * A value that still knows where it was written, for checks that compare values of different blocks.
 *
 * @param value the value, checked by itself
 * @param at where it stands
 * @param key the key as written, dotted from the top of the file
 */
public record Located<T>(T value, Position at, String key) {
    /** Another value at the same place. */
    public <R> Located<R> with(R other) {
        return new Located<>(other, at, key);
    }
}
