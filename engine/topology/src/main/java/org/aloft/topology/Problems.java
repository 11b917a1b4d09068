package org.aloft.topology;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gathers every mistake, so that the user sees all of them in one run. What several hosts share (a variable of a group)
 * is told once. Not thread-safe: one reading, one thread.
 */
final class Problems {
    private final Set<Problem> found = new LinkedHashSet<>();
    private final List<Path> files = new ArrayList<>();

    void add(Position at, String key, String code, String message, String fix) {
        add(at, key, code, message, Optional.of(fix));
    }

    void add(Position at, String key, String code, String message, Optional<String> fix) {
        if (!files.contains(at.file())) {
            files.add(at.file());
        }
        found.add(new Problem(at.file(), at.line(), at.column(), key, code, message, fix));
    }

    int count() {
        return found.size();
    }

    /** Ends the reading if anything was wrong: file by file, in the order of the lines. */
    void throwIfAny() throws TopologyException {
        if (found.isEmpty()) {
            return;
        }
        throw new TopologyException(found.stream()
                .sorted(Comparator.comparingInt((Problem problem) -> files.indexOf(problem.file()))
                        .thenComparingInt(Problem::line)
                        .thenComparingInt(Problem::column))
                .toList());
    }
}
