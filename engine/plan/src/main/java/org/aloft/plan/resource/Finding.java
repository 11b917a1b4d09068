package org.aloft.plan.resource;

import java.util.function.Function;

/** What a comparison found. */
public sealed interface Finding permits Finding.Fine, Change, Finding.Blocked {
    /** What one of the three makes of it: a fourth would not compile where it is forgotten. */
    <T> T match(Function<Fine, T> fine, Function<Change, T> change, Function<Blocked, T> blocked);

    /**
     * Nothing is to be done.
     *
     * @param reason why it is fine
     */
    record Fine(String reason) implements Finding {
        @Override
        public <T> T match(Function<Fine, T> fine, Function<Change, T> change, Function<Blocked, T> blocked) {
            return fine.apply(this);
        }
    }

    /**
     * It cannot be done: something is in the way.
     *
     * @param reason what is in the way
     * @param fix the way out
     */
    record Blocked(String reason, String fix) implements Finding {
        @Override
        public <T> T match(Function<Fine, T> fine, Function<Change, T> change, Function<Blocked, T> blocked) {
            return blocked.apply(this);
        }
    }
}
