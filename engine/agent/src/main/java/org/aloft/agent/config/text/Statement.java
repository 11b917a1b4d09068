package org.aloft.agent.config.text;

import java.util.List;
import java.util.Optional;

/**
 * One line of the file: {@code keyword value value}, or with a block {@code keyword value { … }}.
 *
 * @param keyword its first word
 * @param values the words after it on the same line
 * @param block the statements between its braces; empty when it has no braces
 */
public record Statement(Word keyword, List<Word> values, Optional<List<Statement>> block) {
    /** Takes copies, so that a statement never changes. */
    public Statement {
        values = List.copyOf(values);
        block = block.map(List::copyOf);
    }

    /** The keyword's text. */
    public String name() {
        return keyword.text();
    }

    /** Where the keyword stands. */
    public Position position() {
        return keyword.position();
    }
}
