package org.aloft.agent.config.language;

import java.util.ArrayList;
import java.util.List;

/**
 * A command inside one quoted string: words are parted by blanks, and {@code '} or {@code "} hold a word with blanks
 * together.
 */
final class CommandWords {
    private static final char NONE = 0;

    private CommandWords() {}

    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
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
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(next);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
