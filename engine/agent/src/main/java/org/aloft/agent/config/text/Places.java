package org.aloft.agent.config.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the blocks and lines of a configuration stand, for what is found out about it later. Looked up only when
 * something was found out, which a reload without a mistake never does. Thread-safe.
 */
public final class Places {
    private final List<Statement> statements;
    private final Position start;
    private final Map<String, Position> byPath = new HashMap<>();

    private Places(List<Statement> statements, Position start) {
        this.statements = statements;
        this.start = start;
    }

    /**
     * The places of all blocks.
     *
     * @param start what is told of a block that is not in any file
     */
    public static Places of(List<Statement> statements, Position start) {
        return new Places(List.copyOf(statements), start);
    }

    private static void collect(String block, List<Statement> statements, Map<String, Position> places) {
        for (Statement statement : statements) {
            places.putIfAbsent(block + statement.name(), statement.position());
            statement.block().ifPresent(inner -> {
                String path = block + path(statement);
                places.putIfAbsent(path, statement.position());
                collect(path + " / ", inner, places);
            });
        }
    }

    /**
     * The first value of the line that these steps lead to; empty text for a line without one, empty when there is no
     * such line.
     *
     * @param block from outside any other, such as {@code vrrp_instance VI_1}
     * @param keyword of a line in it
     */
    public Optional<String> value(String block, String keyword) {
        return statements.stream()
                .filter(statement -> block.equals(path(statement)))
                .flatMap(statement -> statement.block().stream().flatMap(List::stream))
                .filter(statement -> statement.name().equals(keyword))
                .map(statement -> statement.values().isEmpty()
                        ? ""
                        : statement.values().get(0).text())
                .findFirst();
    }

    private static String path(Statement statement) {
        return Stream.concat(Stream.of(statement.keyword()), statement.values().stream())
                .map(Word::text)
                .collect(Collectors.joining(" "));
    }

    /**
     * Where the last of these steps stands that the files have; the beginning of the first file when there is none.
     *
     * @param path from the outside inwards, such as {@code vrrp_instance VI_1}, {@code interface}
     */
    public synchronized Position find(String... path) {
        if (byPath.isEmpty()) {
            collect("", statements, byPath);
        }
        Position found = start;
        String key = "";
        for (String step : path) {
            key = key.isEmpty() ? step : key + " / " + step;
            found = byPath.getOrDefault(key, found);
        }
        return found;
    }
}
