package org.aloft.agent.simulate;

import java.util.List;
import org.aloft.agent.config.text.Position;

/**
 * Something that is the matter with a set of files.
 *
 * @param name of its kind, for programs: {@code version-mixed}
 * @param breaks whether a property does not hold in a run; otherwise it is worth knowing
 * @param message what, and what to do
 * @param lines the reason, the most telling first
 * @param trace the shortest story in which it shows; empty when the files alone show it
 */
record Finding(String name, boolean breaks, String message, List<Position> lines, List<String> trace) {
    Finding {
        lines = List.copyOf(lines);
        trace = List.copyOf(trace);
    }

    /** What the files alone show. */
    static Finding of(String name, String message, List<Position> lines) {
        return new Finding(name, false, message, lines, List.of());
    }

    /** The line that a finding of the files alone has in the report. */
    @Override
    public String toString() {
        return lines.get(0) + ": " + (breaks ? "" : "warning: ") + message + " [" + name + "]";
    }
}
