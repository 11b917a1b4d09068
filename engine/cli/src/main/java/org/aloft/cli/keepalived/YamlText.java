package org.aloft.cli.keepalived;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes maps, lists, numbers and texts as YAML: what is short in one line, in braces, and blocks for the rest. */
final class YamlText {
    private static final String INDENT = "  ";
    private static final int WIDTH = 118;

    /** Blocks of the file and what has a name in them are never squeezed into one line. */
    private static final int BLOCKS = 2;

    /** What no version of YAML takes for a number, a truth, a date or nothing. */
    private static final Pattern PLAIN =
            Pattern.compile("(?!(?i:true|false|yes|no|on|off|null|y|n)$)[A-Za-z_/][\\w./+@-]*"
                    + "|[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?|[0-9]+(ms|s|m|h)");

    /** With a remark in the line before it. */
    record Remarked(String remark, Object value) {}

    /** Lines that are taken as they are. */
    record Lines(List<String> lines) {}

    private final StringBuilder text = new StringBuilder();

    private YamlText() {}

    static String of(Map<String, Object> file) {
        YamlText yaml = new YamlText();
        yaml.block(file, 0);
        return yaml.text.toString();
    }

    private void block(Map<?, ?> map, int depth) {
        map.forEach((key, value) -> {
            if (depth == 0 && text.length() > 0 && isLong(value)) {
                text.append('\n');
            }
            entry(scalar(key), value, depth);
        });
    }

    private static boolean isLong(Object value) {
        return value instanceof Map || value instanceof Lines || value instanceof Remarked;
    }

    private void entry(String key, Object value, int depth) {
        if (value instanceof Remarked remarked) {
            text.append(INDENT.repeat(depth))
                    .append("# ")
                    .append(remarked.remark())
                    .append('\n');
            entry(key, remarked.value(), depth);
            return;
        }
        text.append(INDENT.repeat(depth)).append(key).append(':');
        if (value instanceof Lines lines) {
            text.append(" |\n");
            lines.lines()
                    .forEach(line ->
                            text.append(INDENT.repeat(depth + 1)).append(line).append('\n'));
        } else if (value instanceof Map<?, ?> map
                && ((depth < BLOCKS && !isFlat(map)) || !fits(key, map, depth) || hasMore(map))) {
            text.append('\n');
            block(map, depth + 1);
        } else if (value instanceof List<?> list && !fits(key, list, depth)) {
            text.append('\n');
            list.forEach(item -> text.append(INDENT.repeat(depth + 1))
                    .append("- ")
                    .append(flow(item))
                    .append('\n'));
        } else {
            text.append(' ').append(flow(value)).append('\n');
        }
    }

    /** Values only, as {@code global: {strict: true}}. */
    private static boolean isFlat(Map<?, ?> map) {
        return map.values().stream().noneMatch(value -> value instanceof Map || value instanceof List);
    }

    private static boolean hasMore(Map<?, ?> map) {
        return map.values().stream().anyMatch(value -> value instanceof Lines || value instanceof Remarked);
    }

    private static boolean fits(String key, Object value, int depth) {
        return hasNoLines(value)
                && INDENT.length() * depth + key.length() + flow(value).length() <= WIDTH;
    }

    private static boolean hasNoLines(Object value) {
        return !(value instanceof Map<?, ?> map) || !hasMore(map);
    }

    private static String flow(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> scalar(entry.getKey()) + ": " + flow(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(YamlText::flow).collect(Collectors.joining(", ", "[", "]"));
        }
        return scalar(value);
    }

    static String scalar(Object value) {
        String written = String.valueOf(value);
        if (!(value instanceof String) || PLAIN.matcher(written).matches()) {
            return written;
        }
        StringBuilder quoted = new StringBuilder("\"");
        written.chars().forEach(letter -> {
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').append((char) letter);
            } else if (letter < ' ') {
                quoted.append(String.format("\\x%02x", letter));
            } else {
                quoted.append((char) letter);
            }
        });
        return quoted.append('"').toString();
    }
}
