package org.aloft.topology.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** "Did you mean …?" */
public final class Suggestion {
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]*");

    private Suggestion() {}

    /** The known word that is nearest, if it is near: a third of its letters may differ, one at the least. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() < 2 || ADDRESS.matcher(word).matches()) {
            return Optional.empty(); // every other number would be near
        }
        String lower = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT))
                        <= Math.max(1, Math.min(word.length(), candidate.length()) / 3))
                .min(Comparator.comparingInt(candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT))));
    }

    /** "Did you mean `x`? " and then all that is known. */
    public static String fix(String word, Collection<String> known, String introduction) {
        String all = known.isEmpty() ? "" : introduction + ": " + String.join(", ", shortened(known)) + ".";
        return nearest(word, known)
                .map(near -> "Did you mean `" + near + "`? " + all)
                .orElse(all)
                .strip();
    }

    private static List<String> shortened(Collection<String> known) {
        int most = 20;
        List<String> first = known.stream().limit(most).toList();
        return known.size() <= most
                ? first
                : java.util.stream.Stream.concat(first.stream(), java.util.stream.Stream.of("…"))
                        .toList();
    }

    /** Letters inserted, dropped, replaced, or swapped with their neighbour (optimal string alignment). */
    static int distance(String left, String right) {
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, left, right, i, j);
            }
        }
        return cost[left.length()][right.length()];
    }

    private static int cheapest(int[][] cost, String left, String right, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
