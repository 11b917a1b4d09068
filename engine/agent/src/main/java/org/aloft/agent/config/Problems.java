package org.aloft.agent.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a file, so that all of it is reported in one go. Confined to the reading thread. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    void error(Position position, String message) {
        found.add(new Problem(position, Problem.Severity.ERROR, message));
    }

    void warning(Position position, String message) {
        found.add(new Problem(position, Problem.Severity.WARNING, message));
    }

    /** In the order of the file. */
    List<Problem> inOrder() {
        return found.stream()
                .sorted(Comparator.<Problem>comparingInt(
                                problem -> problem.position().line())
                        .thenComparingInt(problem -> problem.position().column()))
                .toList();
    }

    boolean haveErrors() {
        return found.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }
}
