package org.aloft.topology.yaml;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * A YAML file as nodes with places. Only snakeyaml's composer is used, never its constructor: no tag makes an object.
 */
public final class YamlFile {
    /** After backslashes that are themselves escaped, if any. */
    private static final Pattern ESCAPED_SLASH = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*+)\\\\/");

    private YamlFile() {}

    /** The one document of the file; empty when the file is empty, or broken (then with a problem). */
    public static Optional<YamlValue> parse(Path file, String text, Problems problems) {
        try {
            Node root = new Yaml(options()).compose(new StringReader(asYaml(text)));
            return root == null ? Optional.empty() : new YamlNodes(file, problems).convert(root);
        } catch (MarkedYAMLException e) {
            Position at = placeOf(e, file);
            if (!YamlFaults.tellNearest(text, at, problems)) {
                problems.add(at, "", "broken-yaml", "is not YAML: " + words(e), wayOut(e));
            }
        } catch (ReaderException e) {
            problems.add(
                    placeOf(text, e.getPosition(), file),
                    "",
                    "broken-yaml",
                    String.format("is not YAML: the character U+%04X may not stand in it", e.getCodePoint()),
                    "Remove it, or write it as an escape in double quotes: \"\\x1b\".");
        } catch (YAMLException e) {
            problems.add(
                    Position.wholeFile(file),
                    "",
                    "broken-yaml",
                    "is not YAML: " + e.getMessage(),
                    "Make it smaller, and use fewer aliases.");
        }
        return Optional.empty();
    }

    /**
     * What JSON has and YAML 1.1 has not: tabs that indent (within strings, a tab is an escape), and a slash that is
     * escaped.
     */
    private static String asYaml(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[")
                ? ESCAPED_SLASH.matcher(text.replace('\t', ' ')).replaceAll("$1/")
                : text;
    }

    /** Aliases may be many, for they are never copied: {@link YamlNodes} refuses those that grow without measure. */
    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        options.setCodePointLimit(Integer.MAX_VALUE); // TextFile has a limit of its own
        return options;
    }

    private static Position placeOf(MarkedYAMLException e, Path file) {
        Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        return mark == null ? Position.wholeFile(file) : new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Position placeOf(String text, int index, Path file) {
        String before = text.substring(0, Math.min(index, text.length()));
        int line = (int) before.chars().filter(character -> character == '\n').count() + 1;
        return new Position(file, line, before.length() - before.lastIndexOf('\n'));
    }

    private static String words(MarkedYAMLException e) {
        String context = e.getContext() == null || e.getContext().isBlank() ? "" : e.getContext() + ", ";
        String where = e.getContextMark() == null || context.isEmpty()
                ? context
                : e.getContext() + " that begins in line " + (e.getContextMark().getLine() + 1) + ", ";
        return where + e.getProblem();
    }

    private static String wayOut(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("\\t") || problem.contains("TAB")) {
            return "Indent with spaces: YAML allows no tabs there.";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "Quote a value that contains \": \", and check the indentation of this line.";
        }
        if (problem.contains("but found another document") || problem.contains("expected a single document")) {
            return "Keep one document in the file: remove the second ---.";
        }
        return "Check brackets, quotes and indentation there and in the line above.";
    }
}
