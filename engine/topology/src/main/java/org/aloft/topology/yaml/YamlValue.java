package org.aloft.topology.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.topology.problem.Position;

/**
 * A YAML value that knows its place; aliases and merge keys are already resolved. Nothing is ever constructed from a
 * tag. Immutable.
 */
public sealed interface YamlValue {
    /** Where it begins. */
    Position at();

    /** What it is, for "must be a map, but is a list". */
    String kind();

    /** As Ansible sees it: String, Unsafe, Encrypted, Octal, Integer, Long, Double, Boolean, List, Map, or null. */
    Object plain();

    /** Keys in the file's order, each once. */
    record Mapping(Position at, Map<String, Entry> entries) implements YamlValue {
        @Override
        public String kind() {
            return "a map";
        }

        @Override
        public Object plain() {
            Map<String, Object> plain = new LinkedHashMap<>();
            entries.forEach((key, entry) -> plain.put(key, entry.value().plain()));
            return plain;
        }
    }

    /** A key and what it stands for. */
    record Entry(Position keyAt, String key, YamlValue value) {}

    /** A list. */
    record Sequence(Position at, List<YamlValue> items) implements YamlValue {
        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public Object plain() {
            List<Object> plain = new ArrayList<>();
            items.forEach(item -> plain.add(item.plain()));
            return plain;
        }
    }

    /** A single value: its text as written, and what YAML 1.1 takes it for. */
    record Scalar(Position at, String text, ScalarKind scalarKind) implements YamlValue {
        @Override
        public String kind() {
            return scalarKind == ScalarKind.NULL ? "empty" : "a single value";
        }

        @Override
        public Object plain() {
            return scalarKind == ScalarKind.ENCRYPTED ? new Encrypted(text, at) : scalarKind.plain(text);
        }
    }

    /**
     * The plain form of a number with zeros in front.
     *
     * @param written as it stands: {@code 0644}
     * @param value what YAML takes it for: 420
     */
    record Octal(String written, Object value) {
        /** As Ansible would print it. */
        @Override
        public String toString() {
            return value.toString();
        }
    }

    /**
     * The plain form of a text tagged {@code !vault}, which is opened only where it is needed.
     *
     * @param text as ansible-vault wrote it
     */
    record Encrypted(String text, Position at) {
        /** Neither what it hides nor what hides it. */
        @Override
        public String toString() {
            return "********";
        }
    }

    /** The plain form of a text in which no template is looked for. */
    record Unsafe(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** What YAML 1.1 takes an unquoted text for. */
    enum ScalarKind {
        TEXT {
            @Override
            Object plain(String text) {
                return text;
            }
        },
        BOOLEAN {
            @Override
            Object plain(String text) {
                return List.of("true", "yes", "on").contains(text.toLowerCase(java.util.Locale.ROOT));
            }
        },
        INTEGER {
            @Override
            Object plain(String text) {
                return YamlNumber.parse(text).orElse(text);
            }
        },
        DECIMAL {
            @Override
            Object plain(String text) {
                return YamlNumber.parse(text).orElse(text);
            }
        },
        /** Tagged {@code !unsafe}: a text in which no template is looked for. */
        UNSAFE {
            @Override
            Object plain(String text) {
                return new Unsafe(text);
            }
        },
        /** Tagged {@code !vault}: encrypted by ansible-vault. */
        ENCRYPTED {
            @Override
            Object plain(String text) {
                throw new IllegalStateException("needs its place as well, see Scalar.plain");
            }
        },
        NULL {
            @Override
            Object plain(String text) {
                return null;
            }
        };

        abstract Object plain(String text);
    }
}
