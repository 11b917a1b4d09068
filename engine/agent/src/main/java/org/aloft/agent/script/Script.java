package org.aloft.agent.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program with its arguments. No shell is involved, so nothing in it needs quoting.
 *
 * @param words the program, by path or by a name to be found on PATH, and its arguments
 * @param account under whom it runs; that of the agent when empty
 */
public record Script(List<String> words, Optional<Account> account) {
    /** Takes a copy of the list, which must not be empty. */
    public Script {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a script needs at least the path of a program");
        }
    }

    /** The same with more arguments at the end. */
    public Script with(List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return new Script(all, account);
    }

    /** As for a log: without the arguments, which may hold a token. */
    @Override
    public String toString() {
        return words.get(0);
    }
}
