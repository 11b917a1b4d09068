package org.aloft.topology.sshconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of ssh_config(5): {@code Keyword value} or {@code Keyword=value}.
 *
 * @param keyword as written
 * @param rest what stands behind it, quotes included
 */
public record SshConfigLine(String keyword, String rest) {
    /** The line; empty if there is nothing in it, or a comment. */
    public static Optional<SshConfigLine> parse(String line) {
        String text = line.trim();
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        int end = 0;
        while (end < text.length() && text.charAt(end) > ' ' && text.charAt(end) != '=') {
            end++;
        }
        String rest = text.substring(end).trim();
        return Optional.of(new SshConfigLine(
                text.substring(0, end), rest.startsWith("=") ? rest.substring(1).trim() : rest));
    }

    /**
     * The words of a value as OpenSSH splits them: quotes and backslashes before quotes are undone, {@code #} at the
     * beginning of a word ends the line.
     *
     * @throws IllegalArgumentException when a quote is not closed
     */
    public static List<String> words(String value) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean within = false;
        char quote = 0;
        for (int index = 0; index < value.length(); index++) {
            char character = value.charAt(index);
            boolean blank = character == ' ' || character == '\t';
            if (quote == 0 && (blank || (character == '#' && !within))) {
                if (within) {
                    words.add(word.toString());
                    word.setLength(0);
                    within = false;
                }
                if (!blank) {
                    return words;
                }
                continue;
            }
            within = true;
            if (character == '\\' && isEscape(value, index + 1, quote)) {
                word.append(value.charAt(++index));
            } else if (quote == 0 && (character == '"' || character == '\'')) {
                quote = character;
            } else if (quote != 0 && character == quote) {
                quote = 0;
            } else {
                word.append(character);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote is not closed: " + quote);
        }
        if (within) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean isEscape(String value, int next, char quote) {
        if (next >= value.length()) {
            return false;
        }
        char character = value.charAt(next);
        return character == '"' || character == '\'' || character == '\\' || (character == ' ' && quote == 0);
    }
}
