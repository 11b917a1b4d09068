package org.aloft.agent.config.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Spelling {
    /** Longer ones are no slip of the finger, and comparing them would take long. */
    private static final int LONGEST_WORD = 64;

    private Spelling() {}

    /** The candidate with the smallest edit distance, when a third of the letters or fewer differ. */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        if (word.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        int allowed = Math.max(1, word.length() / 3);
        return candidates.stream()
                .filter(candidate -> distance(word, candidate) <= allowed)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** With characters that nobody can see, such as a zero-width space from a web page, by their numbers. */
    public static String visible(String word) {
        StringBuilder text = new StringBuilder();
        word.codePoints()
                .forEach(point -> text.append(
                        Character.getType(point) == Character.FORMAT || Character.isISOControl(point)
                                ? "<U+%04X>".formatted(point)
                                : Character.toString(point)));
        return text.toString();
    }

    /** Levenshtein's distance, one row at a time. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                int above = row[column];
                int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                row[column] = Math.min(replaced, 1 + Math.min(above, row[column - 1]));
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
