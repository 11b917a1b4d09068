package org.aloft.verify.check;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who answered some requests to a virtual service.
 *
 * @param from where they were sent from
 * @param sent how many
 * @param answers real server → how many it answered; {@code someone} where that cannot be told
 * @param failures reason → how often
 * @param notAnswering real server → why it did not answer when it was asked directly
 * @param distinct whether the real servers can be told apart by what they answer
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

    /** How many were answered. */
    public int answered() {
        return answers.values().stream().mapToInt(Integer::intValue).sum();
    }
}
