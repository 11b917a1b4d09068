package org.aloft.topology.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of one block, in the order in which they are told; and the words of others that people write there. */
final class Keys {
    private final Map<String, Key<?>> known = new LinkedHashMap<>();
    private final Map<String, Foreign> foreign = new LinkedHashMap<>();
    private String freePrefix = "";

    /**
     * A word that is known, but not ours.
     *
     * @param code {@code keepalived-word} for something that we say in another way, {@code not-yet} for what has no
     *     word
     * @param message what is wrong
     * @param fix what to write, or to do, instead
     * @param inside the table of the blocks below it, so that their words are answered in the same run
     */
    record Foreign(String code, String message, String fix, Optional<Keys> inside) {
        Foreign(String code, String message, String fix) {
            this(code, message, fix, Optional.empty());
        }
    }

    static Keys of(Key<?>... keys) {
        Keys table = new Keys();
        for (Key<?> key : keys) {
            table.known.put(key.name(), key);
        }
        return table;
    }

    /** One of keepalived's words, and how the same is said here. */
    Keys keepalived(String word, String ours) {
        foreign.put(word, new Foreign("keepalived-word", "this is keepalived's word", ours));
        return this;
    }

    /** As above, for a word under which named blocks stand. */
    Keys keepalived(String word, String ours, Keys inside) {
        foreign.put(word, new Foreign("keepalived-word", "this is keepalived's word", ours, Optional.of(inside)));
        return this;
    }

    /** Things that have no word yet, and what to do instead. */
    Keys notYet(String instead, String... words) {
        for (String word : words) {
            foreign.put(word, new Foreign("not-yet", "Aloft has no word for this yet", instead));
        }
        return this;
    }

    /** Keys that begin like this may hold anything: a place for anchors. */
    Keys free(String prefix) {
        freePrefix = prefix;
        return this;
    }

    List<String> names() {
        return List.copyOf(known.keySet());
    }

    List<Key<?>> all() {
        return List.copyOf(known.values());
    }

    Optional<Foreign> foreign(String word) {
        return Optional.ofNullable(foreign.get(word));
    }

    boolean takes(String name) {
        return known.containsKey(name) || isFree(name);
    }

    boolean isFree(String name) {
        return !freePrefix.isEmpty() && name.startsWith(freePrefix);
    }

    String freePrefix() {
        return freePrefix;
    }
}
