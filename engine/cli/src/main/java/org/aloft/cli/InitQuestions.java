package org.aloft.cli;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The questions of {@code aloft init}.
 *
 * @param terminal asks; gives nothing when the input has ended
 * @param notes where an answer that cannot be used is told
 */
record InitQuestions(Function<String, Optional<String>> terminal, Consumer<String> notes) {
    /** Asks for each part that was not said, again and again until the answer can be used. */
    void ask(Map<ClusterPart, String> parts) throws Failure {
        for (ClusterPart part : ClusterPart.values()) {
            while (!parts.containsKey(part) && NewCluster.has(part, parts)) {
                String answer = answer(part);
                Map<ClusterPart, String> candidate = new EnumMap<>(ClusterPart.class);
                candidate.putAll(parts);
                candidate.put(part, answer);
                Optional<String> complaint =
                        answer.isEmpty() ? Optional.of("there is no usual value for this") : complaint(candidate);
                if (complaint.isPresent()) {
                    notes.accept("    " + complaint.get());
                } else {
                    parts.put(part, answer);
                }
            }
        }
    }

    private String answer(ClusterPart part) throws Failure {
        String answer = terminal.apply(part.question())
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "the input ended before the last question; nothing was written",
                        "start again, or say it by options: aloft init --help"))
                .strip();
        return answer.isEmpty() ? part.fallback() : answer;
    }

    /** As {@link NewCluster#complaint}; that this machine cannot find out is a failure. */
    static Optional<String> complaint(Map<ClusterPart, String> parts) throws Failure {
        try {
            return NewCluster.complaint(parts);
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "cannot check the answers: " + e,
                    "make room in the folder for temporary files (java.io.tmpdir)",
                    e);
        }
    }
}
