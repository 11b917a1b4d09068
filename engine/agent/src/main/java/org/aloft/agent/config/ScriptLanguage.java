package org.aloft.agent.config;

import java.util.List;
import java.util.Optional;
import org.aloft.agent.script.ScriptLine;

/** Reads {@code "/path/of/program argument 'another argument'" [user [group]]}, as every keyword that runs a program has it. */
final class ScriptLanguage {
    private ScriptLanguage() {}

    /** The program and its account; a mistake is noted and gives empty. */
    static Optional<ScriptLine> read(Arguments arguments) {
        Optional<String> command =
                arguments.word("a program, in quotes if it has arguments, and perhaps a user and a group");
        Optional<String> user = arguments.hasMore() ? arguments.word("a user") : Optional.empty();
        Optional<String> group = arguments.hasMore() ? arguments.word("a group") : Optional.empty();
        return command.flatMap(text -> {
            List<String> words = ScriptLine.split(text);
            if (words.isEmpty() || words.get(0).isEmpty()) {
                arguments.error(arguments.statement().name() + " needs a program: write its full path");
                return Optional.empty();
            }
            return Optional.of(new ScriptLine(words, user, group));
        });
    }
}
