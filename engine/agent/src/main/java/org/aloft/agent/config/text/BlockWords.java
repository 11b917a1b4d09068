package org.aloft.agent.config.text;

import java.util.Optional;

/** Which words may stand in which block, as far as braces depend on it. */
@FunctionalInterface
public interface BlockWords {
    /** What is called the block around all others. */
    String OUTERMOST = "";

    /** Whether a block follows a keyword and its values. */
    enum Braces {
        /** Never. */
        NONE,
        /** Always. */
        NEEDED,
        /** Either way. */
        EITHER
    }

    /**
     * How a keyword is used.
     *
     * @param block the keyword of the block in which it stands, or {@link #OUTERMOST}
     * @return empty for a word that means nothing there, and for every word of a block whose lines begin with none
     */
    Optional<Braces> use(String block, String keyword);
}
