package org.aloft.agent.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The keywords that one block understands, each with what it does to the block's draft. A keyword that is not in the table is an
 * error with a suggestion: nothing in a file is passed over in silence.
 *
 * @param <D> the draft that the block's statements fill
 */
final class Vocabulary<D> {
    /** What a keyword does. */
    @FunctionalInterface
    interface Meaning<D> {
        void apply(Arguments arguments, D draft);
    }

    private final String block;
    private final Map<String, Meaning<D>> keywords = new LinkedHashMap<>();

    /** @param block as the user knows it, for messages: {@code vrrp_instance}, or {@code the top level} */
    Vocabulary(String block) {
        this.block = block;
    }

    /** Adds a keyword that has no block of its own. */
    Vocabulary<D> word(String keyword, Meaning<D> meaning) {
        keywords.put(keyword, (arguments, draft) -> {
            arguments.refuseBlock();
            meaning.apply(arguments, draft);
            arguments.refuseRest();
        });
        return this;
    }

    /** Adds a keyword that must have a block. */
    Vocabulary<D> block(String keyword, Meaning<D> meaning) {
        keywords.put(keyword, (arguments, draft) -> {
            if (arguments.requireBlock()) {
                meaning.apply(arguments, draft);
                arguments.refuseRest();
            }
        });
        return this;
    }

    /**
     * Adds the keywords of a vocabulary that covers one side of this block, such as who wins an election.
     *
     * @param side where in this block's draft that side is kept
     */
    <S> Vocabulary<D> with(Vocabulary<S> other, Function<D, S> side) {
        other.keywords.forEach((keyword, meaning) ->
                keywords.put(keyword, (arguments, draft) -> meaning.apply(arguments, side.apply(draft))));
        return this;
    }

    void read(List<Statement> statements, D draft, Problems problems) {
        for (Statement statement : statements) {
            Meaning<D> meaning = keywords.get(statement.name());
            if (meaning == null) {
                problems.error(statement.position(), unknown(statement.name()));
            } else {
                meaning.apply(new Arguments(statement, problems), draft);
            }
        }
    }

    private String unknown(String keyword) {
        String sentence = "unknown keyword in " + block + ": " + keyword;
        return Spelling.nearest(keyword, keywords.keySet())
                .map(near -> sentence + "; did you mean " + near + "?")
                .orElse(sentence + "; this version of aloftd understands here: "
                        + String.join(", ", keywords.keySet()));
    }
}
