package org.aloft.topology.inventory;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into words as Python's {@code shlex.split} does: quotes and backslashes are undone, nothing is
 * expanded.
 */
final class ShellWords {
    private final String line;
    private final boolean comments;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private int start = -1;

    private ShellWords(String line, boolean comments) {
        this.line = line;
        this.comments = comments;
    }

    /**
     * A word without its quotes.
     *
     * @param text what remains
     * @param index where it began in the line, 0-based
     */
    record Word(String text, int index) {}

    /**
     * @param comments whether {@code #} outside of quotes ends the line
     * @throws IllegalArgumentException when a quote or an escape is not ended
     */
    static List<Word> split(String line, boolean comments) {
        return new ShellWords(line, comments).split();
    }

    private List<Word> split() {
        int index = 0;
        while (index < line.length()) {
            char character = line.charAt(index);
            if (comments && character == '#') {
                break;
            }
            if (Character.isWhitespace(character)) {
                endWord();
                index++;
            } else {
                start = start < 0 ? index : start;
                index = take(character, index);
            }
        }
        endWord();
        return words;
    }

    /** Gives the index to go on from. */
    private int take(char character, int index) {
        if (character == '\'' || character == '"') {
            return quoted(character, index + 1);
        }
        if (character != '\\') {
            current.append(character);
            return index + 1;
        }
        if (index + 1 == line.length()) {
            throw new IllegalArgumentException("nothing follows the last backslash");
        }
        current.append(line.charAt(index + 1));
        return index + 2;
    }

    private int quoted(char quote, int from) {
        int index = from;
        while (index < line.length() && line.charAt(index) != quote) {
            boolean escape = quote == '"'
                    && line.charAt(index) == '\\'
                    && index + 1 < line.length()
                    && (line.charAt(index + 1) == '"' || line.charAt(index + 1) == '\\');
            index += escape ? 1 : 0;
            current.append(line.charAt(index++));
        }
        if (index == line.length()) {
            throw new IllegalArgumentException("a quote is not closed: " + quote);
        }
        return index + 1;
    }

    private void endWord() {
        if (start >= 0) {
            words.add(new Word(current.toString(), start));
            current.setLength(0);
            start = -1;
        }
    }
}
