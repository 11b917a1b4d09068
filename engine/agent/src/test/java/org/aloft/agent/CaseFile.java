package org.aloft.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A test case in a file: JSON, of which each object knows its line, so that a broken expectation can name that. */
public final class CaseFile {
    private CaseFile() {}

    /** The cases of a folder, in the order of their names. */
    public static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    /** What is in a file: one object. */
    public static Part read(Path file) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            parser.nextToken();
            return object(file, parser);
        }
    }

    private static Part object(Path file, JsonParser parser) throws IOException {
        Part part = new Part(file, parser.currentTokenLocation().getLineNr(), new LinkedHashMap<>(), new TreeSet<>());
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            part.members.put(name, value(file, parser));
        }
        return part;
    }

    private static Object value(Path file, JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(file, parser);
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(file, parser));
                }
                yield items;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new BigDecimal(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> parser.getText();
        };
    }

    /** An object of a case. A member that nobody asks for is a slip: see {@link #checkThatAllIsUsed}. */
    public static final class Part {
        private final Path file;
        private final int line;
        private final Map<String, Object> members;
        private final Set<String> used;

        private Part(Path file, int line, Map<String, Object> members, Set<String> used) {
            this.file = file;
            this.line = line;
            this.members = members;
            this.used = used;
        }

        /** A member as it stands there: text, a BigDecimal, a Boolean, a list or a Part. */
        public Optional<Object> find(String name) {
            used.add(name);
            return Optional.ofNullable(members.get(name));
        }

        public boolean has(String name) {
            return members.containsKey(name);
        }

        public String text(String name) {
            return find(name).map(String.class::cast).orElseThrow(() -> new AssertionError(this + " has no " + name));
        }

        public int number(String name, int otherwise) {
            return find(name).map(value -> ((BigDecimal) value).intValueExact()).orElse(otherwise);
        }

        /** A number of seconds. */
        public Optional<Long> nanos(String name) {
            return find(name).map(CaseFile::nanos);
        }

        public boolean flag(String name, boolean otherwise) {
            return find(name).map(Boolean.class::cast).orElse(otherwise);
        }

        public List<String> texts(String name) {
            return list(name).stream().map(String.class::cast).toList();
        }

        public List<Part> parts(String name) {
            return list(name).stream().map(Part.class::cast).toList();
        }

        private List<?> list(String name) {
            return find(name).map(items -> (List<?>) items).orElse(List.of());
        }

        public Optional<Part> part(String name) {
            return find(name).map(Part.class::cast);
        }

        /** A member with a slip in its name expects nothing, and would pass for ever. */
        public void checkThatAllIsUsed() {
            Set<String> unused = new TreeSet<>(members.keySet());
            unused.removeAll(used);
            if (!unused.isEmpty()) {
                throw new AssertionError(this + ": nobody knows " + unused);
            }
        }

        /** {@code should-listen.json:7}. */
        @Override
        public String toString() {
            return file.getFileName() + ":" + line;
        }
    }

    /** Of a number of seconds. */
    public static long nanos(Object seconds) {
        return ((BigDecimal) seconds).movePointRight(9).longValueExact();
    }
}
