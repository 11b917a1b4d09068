package org.aloft.plan.host;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the manifest: a resource that Aloft put on a host, and what its kind needs to know to give back what was
 * there before.
 *
 * @param id the resource
 * @param fields key → value, in the order written
 */
public record Entry(ResourceId id, Map<String, String> fields) {
    /** The key that says what was there before Aloft. */
    public static final String WAS = "was";

    /** The key that says what a service still has to do, when a run broke off in between. */
    public static final String PENDING = "pending";

    /** The value of {@link #PENDING}: read the configuration again. */
    public static final String RELOAD = "reload";

    /** The value of {@link #PENDING}: stop and start again. */
    public static final String RESTART = "restart";

    /** The value of {@link #WAS} when there was nothing. */
    public static final String ABSENT = "absent";

    public Entry {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** An entry that only says what was there before. */
    public static Entry was(ResourceId id, String before) {
        return new Entry(id, Map.of(WAS, before));
    }

    /** The same entry with another value of one key. */
    public Entry with(String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put(key, value);
        return new Entry(id, changed);
    }

    /** The value of a key. */
    public Optional<String> find(String key) {
        return Optional.ofNullable(fields.get(key));
    }

    /** The value of a key, or an empty text. */
    public String get(String key) {
        return fields.getOrDefault(key, "");
    }

    /** What was there before Aloft; empty when a version of Aloft wrote it that did not remember. */
    public String was() {
        return get(WAS);
    }
}
