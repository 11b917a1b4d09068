package org.aloft.plan.host;

import java.util.Map;
import java.util.Optional;

/**
 * What a host said about one resource. Which keys there are is known to the resource's kind alone.
 *
 * @param values key → value; empty when the host was not asked
 */
public record Answer(Map<String, String> values) {
    /** The host was not asked, or did not answer. */
    public static final Answer NONE = new Answer(Map.of());

    public Answer {
        values = Map.copyOf(values);
    }

    /** The value of a key, or an empty text. */
    public String get(String key) {
        return values.getOrDefault(key, "");
    }

    /** The value of a key. */
    public Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Whether a key has this value. */
    public boolean is(String key, String value) {
        return get(key).equals(value);
    }

    /** Never the values: a file's content may hold secrets. */
    @Override
    public String toString() {
        return "Answer" + values.keySet();
    }
}
