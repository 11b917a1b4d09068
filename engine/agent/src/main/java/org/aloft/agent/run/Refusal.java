package org.aloft.agent.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aloft.agent.kernel.KernelException;

/**
 * Why a configuration is not in force.
 *
 * @param part which could not follow it, as people call it
 * @param reason what it threw
 * @param unrestored the parts that could not go back to the configuration before either, and what they threw
 */
record Refusal(String part, Throwable reason, Map<String, Throwable> unrestored) {
    Refusal {
        unrestored = Collections.unmodifiableMap(new LinkedHashMap<>(unrestored));
    }

    /** For people, one line each. */
    List<String> problems() {
        List<String> problems = new ArrayList<>(List.of(part + ": " + text(reason)));
        unrestored.forEach((other, failure) -> problems.add(other + " cannot go back: " + text(failure)));
        return problems;
    }

    private static String text(Throwable failure) {
        return failure instanceof KernelException ? failure.getMessage() : failure.toString();
    }

    /** What is not the kernel's refusal, and belongs in the log with its stack. */
    List<Throwable> faults() {
        return Stream.concat(Stream.of(reason), unrestored.values().stream())
                .filter(failure -> !(failure instanceof KernelException))
                .toList();
    }
}
