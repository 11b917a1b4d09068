package org.aloft.topology.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.Suggestion;
import org.aloft.topology.yaml.TextFile;

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
    private static final Pattern SECTION = Pattern.compile("\\[([^:\\]\\s]+)(?::(\\w+))?]\\s*(?:#.*)?");
    /** Looks like a section, and is none. */
    private static final Pattern NEARLY_SECTION = Pattern.compile("\\[([^\\]]*)](\\s*;.*)?");

    private static final List<String> KINDS = List.of("hosts", "children", "vars");

    private final Path file;
    private final Inventory inventory;
    private final Problems problems;
    /** Groups that some later section must declare, by name. */
    private final Map<String, Pending> pending = new LinkedHashMap<>();

    private String group = Inventory.UNGROUPED;
    private String kind = "hosts";

    /**
     * A group that was named before it is declared.
     *
     * @param section where it was named first
     * @param parents the groups that wait for it as their child; none where only its variables stand here
     */
    private record Pending(String section, Position at, List<String> parents) {}

    IniInventory(Path file, Inventory inventory, Problems problems) {
        this.file = file;
        this.inventory = inventory;
        this.problems = problems;
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
        pending.forEach(this::refuse);
    }

    private void readLine(String line, Position at) {
        Matcher section = SECTION.matcher(line);
        if (section.matches()) {
            openSection(section.group(1), section.group(2) == null ? "hosts" : section.group(2), at);
            return;
        }
        Matcher nearly = NEARLY_SECTION.matcher(line);
        if (nearly.matches()) {
            refuseSection(line, nearly, at);
            return;
        }
        if (kind.equals("vars") && line.contains(TextFile.NOT_UTF_8)) {
            refuseBytes(at);
            return;
        }
        switch (kind) {
            case "hosts" -> readHost(line, at);
            case "children" -> readChild(line, at);
            case "vars" -> readVariable(line, at);
            default -> {} // the section was refused
        }
    }

    private void refuseSection(String line, Matcher nearly, Position at) {
        kind = ""; // what follows belongs to it
        boolean comment = nearly.group(2) != null;
        String name = nearly.group(1).strip().replaceAll("\\s+", "_");
        problems.add(
                at,
                comment ? "[" + nearly.group(1) + "]" : line,
                "bad-section",
                comment
                        ? "a comment behind a section must begin with #, not with ;"
                        : "a group's name must have no blanks, and none around it",
                "Write [" + name + "]" + (comment ? "  # " + nearly.group(2).replaceFirst("\\s*;\\s*", "") : "") + ".");
    }

    private void refuseBytes(Position at) {
        problems.add(
                at,
                "",
                "not-utf-8",
                "is not UTF-8 text outside of a comment",
                "Convert the file: iconv -f latin1 -t utf-8 " + file);
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
            if (!inventory.hasGroup(name) && !pending.containsKey(name)) {
                pending.put(name, new Pending("[" + name + ":vars]", at, new ArrayList<>()));
            }
            inventory.group(name);
        } else {
            inventory.group(name);
            Pending waiting = pending.remove(name);
            if (waiting != null) {
                waiting.parents.forEach(parent -> addChild(parent, name, waiting.at));
            }
        }
    }

    private void readHost(String line, Position at) {
        try {
            List<ShellWords.Word> words = ShellWords.split(line, true);
            if (words.isEmpty()) {
                return;
            }
            if (words.stream().anyMatch(word -> word.text().contains(TextFile.NOT_UTF_8))) {
                refuseBytes(at);
                return;
            }
            HostRange range = HostRange.parse(words.get(0).text());
            Map<String, Variable> variables = new LinkedHashMap<>();
            assign(words, variables, at);
            inventory.addHosts(range, group, at);
            range.names().forEach(host -> inventory.setForHost(host, variables, problems));
        } catch (HostRange.BadRange e) {
            problems.add(at, line.split("\\s", 2)[0], "bad-host-line", e.getMessage(), e.fix());
        } catch (IllegalArgumentException e) {
            problems.add(
                    at, line.split("\\s", 2)[0], "bad-host-line", e.getMessage(), "Write: name key=value key='a b'");
        }
    }

    /** All words behind the host's name. Ansible takes {@code key = value} for three. */
    private void assign(List<ShellWords.Word> words, Map<String, Variable> variables, Position line) {
        for (int i = 1; i < words.size(); i++) {
            int more = wordsOfSpacedOut(words.subList(i, words.size()));
            if (more == 0) {
                assign(words.get(i), variables, line);
                continue;
            }
            String key = words.get(i).text().replace("=", "");
            problems.add(
                    at(words.get(i), line),
                    key,
                    "bad-host-line",
                    "a host's variable must be written key=value, without blanks around =",
                    "Write " + key + "=…");
            i += more;
        }
    }

    /** How many words more belong to an assignment with blanks around its =; 0: it has none. */
    private static int wordsOfSpacedOut(List<ShellWords.Word> words) {
        String first = words.get(0).text();
        String second = words.size() > 1 ? words.get(1).text() : "";
        if (!first.contains("=") && second.startsWith("=")) {
            return second.equals("=") && words.size() > 2 ? 2 : 1;
        }
        return first.indexOf('=') == first.length() - 1 && !second.isEmpty() && !second.contains("=") ? 1 : 0;
    }

    private Position at(ShellWords.Word word, Position line) {
        return new Position(file, line.line(), line.column() + word.index());
    }

    private void assign(ShellWords.Word word, Map<String, Variable> variables, Position line) {
        int equals = word.text().indexOf('=');
        Position at = at(word, line);
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
        if (inventory.hasGroup(child) && !pending.containsKey(child)) {
            addChild(group, child, at);
        } else {
            pending.computeIfAbsent(child, unused -> new Pending("[" + group + ":children]", at, new ArrayList<>()))
                    .parents
                    .add(group);
        }
    }

    private void addChild(String group, String child, Position at) {
        if (inventory.reaches(child, group)) {
            problems.add(
                    at,
                    child,
                    "group-loop",
                    "a group must not contain itself: " + child + " is in " + group + ", and " + group + " in " + child,
                    "Remove one of the two from its [:children] section.");
            return;
        }
        inventory.group(group).children.add(child);
    }

    private void readVariable(String line, Position at) {
        int equals = line.indexOf('=');
        String name = equals < 0 ? line : line.substring(0, equals).strip();
        if (equals < 1) {
            problems.add(
                    at,
                    name,
                    "bad-variable-line",
                    "a variable must be written key=value",
                    "Write: " + name.replaceFirst("\\s*:\\s*", "=") + (name.contains(":") ? "" : "=…"));
            return;
        }
        String text = line.substring(equals + 1).strip();
        int column = at.column() + line.indexOf(text, equals + 1);
        Variable variable = new Variable(PythonLiteral.valueOf(text), new Position(file, at.line(), column));
        inventory.setForGroup(group, name, variable, problems);
    }

    private void refuse(String name, Pending reference) {
        Set<String> declared = new LinkedHashSet<>(inventory.groupNames());
        declared.removeAll(pending.keySet());
        problems.add(
                reference.at,
                name,
                "unknown-group",
                reference.section + " names a group that is not declared: " + name,
                Suggestion.fix(name, declared, "Add a section [" + name + "], or use one of"));
    }
}
