package org.aloft.topology.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.Suggestion;

/**
 * Ansible's INI inventory, as its {@code ini} plugin reads it.
 *
 * <pre>
 * lonely.example                        # before any section: in "ungrouped"
 * [web]
 * web[01:10].example ansible_port=2222  # words as a shell would split them, each value a Python literal if it is one
 * [web:vars]
 * answer=42                             # the value is the rest of the line
 * [site:children]
 * web
 * </pre>
 */
final class IniInventory {
    private static final Pattern SECTION = Pattern.compile("\\[([^:\\]\\s]+)(?::(\\w+))?]\\s*(?:[#;].*)?");
    private static final List<String> KINDS = List.of("hosts", "children", "vars");

    private final Path file;
    private final Inventory inventory;
    private final Problems problems;
    private final List<Reference> references = new ArrayList<>();
    private final Set<String> declared = new LinkedHashSet<>(List.of(Inventory.ALL, Inventory.UNGROUPED));
    private String group = Inventory.UNGROUPED;
    private String kind = "hosts";

    /** A group that some later section may declare. */
    private record Reference(String group, Position at, String section) {}

    IniInventory(Path file, Inventory inventory, Problems problems) {
        this.file = file;
        this.inventory = inventory;
        this.problems = problems;
        this.declared.addAll(inventory.groupNames());
    }

    void read(String text) {
        List<String> lines = text.lines().toList();
        for (int index = 0; index < lines.size(); index++) {
            String line = index == 0 && lines.get(0).startsWith("\uFEFF")
                    ? lines.get(0).substring(1)
                    : lines.get(index);
            String stripped = line.strip();
            if (!stripped.isEmpty() && stripped.charAt(0) != '#' && stripped.charAt(0) != ';') {
                readLine(stripped, new Position(file, index + 1, line.indexOf(stripped) + 1));
            }
        }
        references.stream()
                .filter(reference -> !declared.contains(reference.group))
                .forEach(this::refuse);
    }

    private void readLine(String line, Position at) {
        Matcher section = SECTION.matcher(line);
        if (section.matches()) {
            openSection(section.group(1), section.group(2) == null ? "hosts" : section.group(2), at);
            return;
        }
        switch (kind) {
            case "hosts" -> readHost(line, at);
            case "children" -> readChild(line, at);
            case "vars" -> readVariable(line, at);
            default -> {} // the section was refused
        }
    }

    private void openSection(String name, String sectionKind, Position at) {
        group = name;
        kind = sectionKind;
        if (!KINDS.contains(kind)) {
            problems.add(
                    at,
                    "[" + name + ":" + kind + "]",
                    "unknown-section",
                    "a section must be [group], [group:children] or [group:vars]",
                    Suggestion.fix(kind, KINDS, "Known"));
        } else if (kind.equals("vars")) {
            references.add(new Reference(name, at, "[" + name + ":vars]"));
        } else {
            declared.add(name);
            inventory.group(name);
        }
    }

    private void readHost(String line, Position at) {
        try {
            List<ShellWords.Word> words = ShellWords.split(line, true);
            if (words.isEmpty()) {
                return;
            }
            HostRange range = HostRange.parse(words.get(0).text());
            for (String host : range.names()) {
                inventory.group(group).hosts.add(host);
                Map<String, Variable> variables = inventory.host(host, at);
                if (range.port() > 0) {
                    variables.put("ansible_port", new Variable(range.port(), at));
                }
                words.stream().skip(1).forEach(word -> assign(word, variables, at));
            }
        } catch (IllegalArgumentException e) {
            problems.add(
                    at, line.split("\\s", 2)[0], "bad-host-line", e.getMessage(), "Write: name key=value key='a b'");
        }
    }

    private void assign(ShellWords.Word word, Map<String, Variable> variables, Position line) {
        int equals = word.text().indexOf('=');
        Position at = new Position(file, line.line(), line.column() + word.index());
        if (equals < 1) {
            problems.add(
                    at,
                    word.text(),
                    "bad-host-line",
                    "a host's variable must be written key=value",
                    "Quote a value with blanks: key='a b'. One host a line.");
            return;
        }
        Object value = PythonLiteral.valueOf(word.text().substring(equals + 1));
        variables.put(word.text().substring(0, equals), new Variable(value, at));
    }

    private void readChild(String line, Position at) {
        String child = line.split("[\\s#;]", 2)[0];
        references.add(new Reference(child, at, "[" + group + ":children]"));
        if (inventory.hasGroup(child) && inventory.reaches(child, group)) {
            problems.add(
                    at,
                    child,
                    "group-loop",
                    "a group must not contain itself: " + child + " is in " + group + ", and " + group + " in " + child,
                    "Remove one of the two from its [:children] section.");
            return;
        }
        inventory.group(child);
        inventory.group(group).children.add(child);
    }

    private void readVariable(String line, Position at) {
        int equals = line.indexOf('=');
        String name = equals < 0 ? line : line.substring(0, equals).strip();
        if (equals < 1) {
            problems.add(
                    at, name, "bad-variable-line", "a variable must be written key=value", "Write: " + name + "=…");
            return;
        }
        String text = line.substring(equals + 1).strip();
        int column = at.column() + line.indexOf(text, equals + 1);
        Variable variable = new Variable(PythonLiteral.valueOf(text), new Position(file, at.line(), column));
        inventory.group(group).variables.put(name, variable);
    }

    private void refuse(Reference reference) {
        problems.add(
                reference.at,
                reference.group,
                "unknown-group",
                reference.section + " names a group that is not declared: " + reference.group,
                Suggestion.fix(reference.group, declared, "Add a section [" + reference.group + "], or use one of"));
    }
}
