package org.aloft.topology.model;

/** A text that must not be seen: its {@code toString} hides it, so that no log, plan or error shows it by accident. */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return MaskedText.MASK;
    }
}
