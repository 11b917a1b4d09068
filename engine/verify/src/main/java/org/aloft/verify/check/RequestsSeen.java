package org.aloft.verify.check;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answers to some requests to a virtual service.
 *
 * @param from the host that sent them
 * @param sent number of requests
 * @param answers number of answers by real server; {@code someone} where it cannot be told
 * @param failures number of failures by reason
 * @param notAnswering why a real server did not answer directly, by real server
 * @param distinct whether the real servers can be told apart
 */
public record RequestsSeen(
        String from,
        int sent,
        Map<String, Integer> answers,
        Map<String, Integer> failures,
        Map<String, String> notAnswering,
        boolean distinct) {
    /** Keeps copies, in order. */
    public RequestsSeen {
        answers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(answers));
        failures = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(failures));
        notAnswering = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(notAnswering));
    }

    /** Number of answered requests. */
    public int answered() {
        return answers.values().stream().mapToInt(Integer::intValue).sum();
    }
}
