package org.aloft.plan.resource;

import java.util.ArrayList;
import java.util.List;

/** The unified diff of two texts: a longest common subsequence of lines, shown with three lines of context. */
final class UnifiedDiff {
    private static final int CONTEXT = 3;
    /** Longer texts are not compared line by line: the table would grow with the product of their lengths. */
    private static final int MOST_LINES = 2000;

    private UnifiedDiff() {}

    /** Whether a text has too many lines to be compared. */
    static boolean isTooLong(String text) {
        return text.lines().limit(MOST_LINES + 1).count() > MOST_LINES;
    }

    /** Of two texts that are not too long; empty when their lines are the same. */
    static String of(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> fresh = after.lines().toList();
        return old.isEmpty() ? onlyAdded(fresh) : hunks(edits(old, fresh));
    }

    /** Of a new file nothing needs to be compared: nearly all diffs of a fresh cluster are such. */
    private static String onlyAdded(List<String> lines) {
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("@@ -0,0 +1," + lines.size() + " @@\n");
        lines.forEach(line -> text.append('+').append(line).append('\n'));
        return text.toString();
    }

    /** Every line of both, each led by a blank, a minus or a plus. */
    private static List<String> edits(List<String> old, List<String> fresh) {
        int[][] common = new int[old.size() + 1][fresh.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = fresh.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(fresh.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> edits = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < fresh.size()) {
            if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
                edits.add(" " + old.get(i));
                i++;
                j++;
            } else if (j == fresh.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
                edits.add("-" + old.get(i));
                i++;
            } else {
                edits.add("+" + fresh.get(j));
                j++;
            }
        }
        return edits;
    }

    private static String hunks(List<String> edits) {
        StringBuilder text = new StringBuilder();
        int shownUpTo = 0;
        int[] line = {1, 1};
        int at = 0;
        while (at < edits.size()) {
            int change = nextChange(edits, at);
            if (change == edits.size()) {
                break;
            }
            int end = endOfHunk(edits, change);
            int start = Math.max(shownUpTo, change - CONTEXT);
            count(edits, shownUpTo, start, line);
            int[] first = line.clone();
            count(edits, start, end, line);
            text.append(header(first, line));
            edits.subList(start, end).forEach(edit -> text.append(edit).append('\n'));
            shownUpTo = end;
            at = end;
        }
        return text.toString();
    }

    private static String header(int[] first, int[] next) {
        int olds = next[0] - first[0];
        int freshes = next[1] - first[1];
        int oldFrom = olds == 0 ? first[0] - 1 : first[0];
        int freshFrom = freshes == 0 ? first[1] - 1 : first[1];
        return "@@ -" + oldFrom + "," + olds + " +" + freshFrom + "," + freshes + " @@\n";
    }

    private static int nextChange(List<String> edits, int from) {
        int at = from;
        while (at < edits.size() && edits.get(at).charAt(0) == ' ') {
            at++;
        }
        return at;
    }

    /** Changes that are at most twice the context apart share a hunk. */
    private static int endOfHunk(List<String> edits, int change) {
        int last = change;
        for (int at = change; at < edits.size() && at - last <= 2 * CONTEXT; at++) {
            if (edits.get(at).charAt(0) != ' ') {
                last = at;
            }
        }
        return Math.min(edits.size(), last + 1 + CONTEXT);
    }

    private static void count(List<String> edits, int from, int to, int[] line) {
        for (String edit : edits.subList(from, to)) {
            line[0] += edit.charAt(0) == '+' ? 0 : 1;
            line[1] += edit.charAt(0) == '-' ? 0 : 1;
        }
    }
}
