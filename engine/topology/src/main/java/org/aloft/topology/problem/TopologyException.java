package org.aloft.topology.problem;

import java.util.List;
import java.util.stream.Collectors;

/** What the user wrote cannot be planned; carries every mistake that was found, in the order of the files' lines. */
public final class TopologyException extends Exception {
    private static final long serialVersionUID = 1L;

    // Not serialized: the exception never leaves the process.
    private final transient List<Problem> problems;

    /**
     * All that is wrong.
     *
     * @param problems at least one
     */
    public TopologyException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Every mistake, at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
