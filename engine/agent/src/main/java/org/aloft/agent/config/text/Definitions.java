package org.aloft.agent.config.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What {@code $NAME} stands for at a moment of the reading, the built-in names of keepalived.conf(5) included. Confined
 * to the reading thread.
 */
final class Definitions {
    private static final int LARGEST_RANDOM = 32_767;

    private final Map<String, List<SourceText>> byName = new HashMap<>();
    private final String configurationId;
    private RandomGenerator random;
    private String folder = "";

    Definitions(String configurationId, RandomGenerator random) {
        this.configurationId = configurationId;
        this.random = random;
    }

    /** {@code ${_PWD}} from now on. */
    void folder(String path) {
        folder = path;
    }

    /** {@code random_seed}. */
    void random(RandomGenerator seeded) {
        random = seeded;
    }

    /** What a name stands for, line by line. */
    Optional<List<SourceText>> lines(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The value of a built-in name.
     *
     * @param arguments the words after the name inside the braces
     */
    Optional<String> builtIn(String name, List<String> arguments) {
        return switch (name) {
            case "_PWD" -> Optional.of(folder);
            case "_INSTANCE" -> Optional.of(configurationId);
            case "_HASH" -> Optional.of("#");
            case "_BANG" -> Optional.of("!");
            case "_RANDOM" -> Optional.of(random(arguments));
            default -> Optional.empty();
        };
    }

    private String random(List<String> bounds) {
        long least = bounds.isEmpty() ? 0 : Long.parseLong(bounds.get(0));
        long most = bounds.size() < 2 ? Math.max(least, LARGEST_RANDOM) : Long.parseLong(bounds.get(1));
        return Long.toString(random.nextLong(Math.min(least, most), Math.max(least, most) + 1));
    }

    void define(String name, List<SourceText> lines) {
        byName.put(name, lines);
    }

    void forget(String name) {
        byName.remove(name);
    }

    Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }
}
