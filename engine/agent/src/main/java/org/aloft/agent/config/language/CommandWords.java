package org.aloft.agent.config.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A command inside one quoted string: words are parted by blanks, and {@code '} or {@code "} hold a word with blanks
 * together.
 */
final class CommandWords {
    private static final char NONE = 0;

    /** Stands for a letter in quotes, of which a shell would make nothing special either. */
    private static final char QUOTED = 'x';

    private final List<String> words = new ArrayList<>();
    private final List<String> bare = new ArrayList<>();

    private CommandWords() {}

    static List<String> split(String text) {
        return read(text).words;
    }

    /** The first word that means something to a shell and nothing to the program, which is run without one. */
    static Optional<String> shellWord(String text) {
        CommandWords command = read(text);
        return IntStream.range(0, command.words.size())
                .filter(index -> ShellSyntax.isIn(command.bare.get(index)))
                .mapToObj(command.words::get)
                .findFirst();
    }

    private static CommandWords read(String text) {
        CommandWords command = new CommandWords();
        StringBuilder word = new StringBuilder();
        StringBuilder unquoted = new StringBuilder();
        boolean begun = false;
        char quote = NONE;
        for (int index = 0; index < text.length(); index++) {
            char next = text.charAt(index);
            if (quote != NONE && next == quote) {
                quote = NONE;
            } else if (quote == NONE && (next == '\'' || next == '"')) {
                quote = next;
                begun = true;
            } else if (quote == NONE && Character.isWhitespace(next)) {
                command.add(begun, word, unquoted);
                begun = false;
            } else {
                word.append(next);
                unquoted.append(quote == NONE ? next : QUOTED);
                begun = true;
            }
        }
        command.add(begun, word, unquoted);
        return command;
    }

    private void add(boolean begun, StringBuilder word, StringBuilder unquoted) {
        if (begun) {
            words.add(word.toString());
            bare.add(unquoted.toString());
        }
        word.setLength(0);
        unquoted.setLength(0);
    }
}
