package org.aloft.cli.keepalived;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of keepalived.conf, or a block.
 *
 * @param keyword its first word
 * @param place where it stands
 * @param values the words behind it
 * @param block what stands between its braces; empty when it has none
 */
record Statement(String keyword, Place place, List<Value> values, Optional<List<Statement>> block) {
    private static final String INDENT = "    ";

    /** What means nothing in that language: no blank, quote, brace, backslash, nor #, ! and $. */
    private static final Pattern PLAIN = Pattern.compile("[^\\s\"'\\\\{}#!$@~]+");

    private static final Set<String> SECRET = Set.of("auth_pass", "password", "notify_webhook");

    /** Takes copies of the lists. */
    Statement {
        values = List.copyOf(values);
        block = block.map(List::copyOf);
    }

    /**
     * A place in a file.
     *
     * @param line from 1
     * @param column from 1
     */
    record Place(String file, int line, int column) {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /**
     * One word.
     *
     * @param quoted whether a part of it stood in quotes
     */
    record Value(String text, boolean quoted) {
        private String written() {
            return quoted || !PLAIN.matcher(text).matches()
                    ? "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
                    : text;
        }
    }

    static List<Statement> read(JsonNode statements) {
        List<Statement> read = new ArrayList<>();
        for (JsonNode node : statements) {
            List<Value> values = new ArrayList<>();
            node.get("values")
                    .forEach(value -> values.add(new Value(
                            value.get("text").asText(), value.get("quoted").asBoolean())));
            read.add(new Statement(
                    node.get("keyword").asText(),
                    new Place(
                            node.get("file").asText(),
                            node.get("line").asInt(),
                            node.get("column").asInt()),
                    values,
                    Optional.ofNullable(node.get("block")).map(Statement::read)));
        }
        return read;
    }

    /** The words behind the keyword. */
    List<String> words() {
        return values.stream().map(Value::text).toList();
    }

    /** The only word behind the keyword; empty where there are none, or several, or a block. */
    Optional<String> word() {
        return values.size() == 1 && block.isEmpty() ? Optional.of(values.get(0).text()) : Optional.empty();
    }

    /** Whether nothing stands behind the keyword. */
    boolean isBare() {
        return values.isEmpty() && block.isEmpty();
    }

    /** What stands between its braces; nothing when it has none. */
    List<Statement> inner() {
        return block.orElse(List.of());
    }

    /** The same with other statements between its braces. */
    Statement with(List<Statement> inner) {
        return new Statement(keyword, place, values, Optional.of(inner));
    }

    /** The keyword and the words behind it. */
    String head() {
        return values.isEmpty()
                ? keyword
                : keyword + " " + values.stream().map(Value::written).collect(Collectors.joining(" "));
    }

    /** The same for a message: what may be secret is covered. */
    String shown() {
        return SECRET.contains(keyword) ? keyword + " …" : head();
    }

    /** As it would be written; equal for statements that say the same. */
    List<String> lines() {
        if (block.isEmpty()) {
            return List.of(head());
        }
        List<String> lines = new ArrayList<>();
        lines.add(head() + " {");
        inner().forEach(each -> each.lines().forEach(line -> lines.add(INDENT + line)));
        lines.add("}");
        return lines;
    }

    /** A file of these statements. */
    static String fileOf(List<Statement> statements) {
        return statements.stream().flatMap(each -> each.lines().stream()).collect(Collectors.joining("\n", "", "\n"));
    }
}
