package org.aloft.agent.config.text;

import java.util.List;
import java.util.stream.Collectors;

/** The file cannot be used; carries everything that is wrong with it. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems at least one error, in the order of the file */
    public ConfigurationException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, in the order of the file; warnings included. */
    public List<Problem> problems() {
        return problems;
    }
}
