package org.aloft.cli.keepalived;

import java.util.Optional;

/**
 * What whoever imports should know.
 *
 * @param at where it stands in keepalived.conf; empty where no single line is meant
 * @param message what about it
 * @param changes whether a plan of the topology would change something
 */
public record Finding(Optional<String> at, String message, boolean changes) {
    /** It is carried over, but not by a word of the topology. */
    static Finding note(Statement statement, String message) {
        return new Finding(Optional.of(statement.place().toString()), message, false);
    }

    /** It is not carried over. */
    static Finding lost(Statement statement, String message) {
        return new Finding(Optional.of(statement.place().toString()), message, true);
    }

    @Override
    public String toString() {
        return at.map(place -> place + ": ").orElse("") + message;
    }
}
