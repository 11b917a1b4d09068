package org.aloft.agent.config.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with the files, so that all of it is reported in one go. Confined to the reading thread. */
public final class Problems {
    /** Enough to see what is wrong; a file that is no configuration at all would fill the memory. */
    private static final int MOST = 1000;

    private static final int LONGEST_MESSAGE = 600;

    private final List<Problem> found = new ArrayList<>();
    private final Map<String, Integer> files = new LinkedHashMap<>();
    private int unsaid;
    private boolean errors;

    /** A file that is read after those opened before. */
    void opened(String file) {
        files.putIfAbsent(file, files.size());
    }

    /** Notes a mistake: the configuration cannot be used. */
    public void error(Position position, String message) {
        add(new Problem(position, Problem.Severity.ERROR, message));
    }

    /** Notes what the user should know; the configuration can be used. */
    public void warning(Position position, String message) {
        add(new Problem(position, Problem.Severity.WARNING, message));
    }

    void add(Problem problem) {
        errors |= problem.severity() == Problem.Severity.ERROR;
        if (found.size() == MOST) {
            unsaid++;
            return;
        }
        String message = problem.message();
        boolean fits = message.length() <= LONGEST_MESSAGE;
        found.add(
                fits
                        ? problem
                        : new Problem(
                                problem.position(), problem.severity(), message.substring(0, LONGEST_MESSAGE) + "…"));
    }

    /** In the order in which the files are read; inside a definition, where it is used counts. */
    public List<Problem> inOrder() {
        Comparator<Problem> order = Comparator.<Problem>comparingInt(
                        problem -> files.getOrDefault(outermost(problem).file(), Integer.MAX_VALUE))
                .thenComparingInt(problem -> outermost(problem).line())
                .thenComparingInt(problem -> outermost(problem).column())
                .thenComparingInt(problem -> problem.position().line())
                .thenComparingInt(problem -> problem.position().column());
        List<Problem> sorted = new ArrayList<>(found.stream().sorted(order).toList());
        if (unsaid > 0) {
            Problem last = sorted.get(sorted.size() - 1);
            sorted.add(new Problem(last.position(), last.severity(), "and " + unsaid + " more; mend these first"));
        }
        return sorted;
    }

    private static Position outermost(Problem problem) {
        return problem.position().outermost();
    }

    /** Whether what is found from now on is only counted, so that its words are not worth much thought. */
    public boolean areFull() {
        return found.size() == MOST;
    }

    /** Whether there is a mistake among them. */
    public boolean haveErrors() {
        return errors;
    }
}
