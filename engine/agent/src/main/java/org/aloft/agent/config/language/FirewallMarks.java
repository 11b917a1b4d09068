package org.aloft.agent.config.language;

import java.util.Optional;

/** Firewall marks as values: unsigned numbers of 32 bits. */
final class FirewallMarks {
    private static final long MOST = 0xffff_ffffL;

    private FirewallMarks() {}

    /** The next value as a mark; 0 marks nothing and is refused. */
    static Optional<Integer> read(Arguments arguments) {
        return arguments.word("a firewall mark 1.." + MOST).flatMap(text -> {
            if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) < 1 || Long.parseLong(text) > MOST) {
                arguments.error("a firewall mark must be 1.." + MOST + ": " + text);
                return Optional.empty();
            }
            return Optional.of((int) Long.parseLong(text));
        });
    }
}
