package org.aloft.topology.inventory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.Suggestion;
import org.aloft.topology.yaml.YamlValue;

/**
 * Ansible's YAML inventory.
 *
 * <pre>{@code
 * all:
 *   children:
 *     web:
 *       hosts:
 *         web[01:10].example: {ansible_port: 2222}
 *       vars: {answer: 42}
 * }</pre>
 */
final class YamlInventory {
    private static final List<String> KEYS = List.of("hosts", "children", "vars");

    private final Inventory inventory;
    private final Problems problems;

    YamlInventory(Inventory inventory, Problems problems) {
        this.inventory = inventory;
        this.problems = problems;
    }

    void read(YamlValue root) {
        map(root, "").forEach((name, entry) -> readGroup(name, entry));
    }

    private void readGroup(String name, YamlValue.Entry group) {
        inventory.group(name);
        map(group.value(), name).forEach((key, entry) -> {
            switch (key) {
                case "hosts" -> map(entry.value(), name + ".hosts").values().forEach(host -> readHost(name, host));
                case "vars" -> readVariables(name, entry.value());
                case "children" ->
                    map(entry.value(), name + ".children").values().forEach(child -> readChild(name, child));
                default ->
                    problems.warn(
                            entry.keyAt(),
                            name + "." + key,
                            "ignored-key",
                            "a group has hosts, children and vars only: Ansible passes over this, and so does Aloft",
                            Suggestion.fix(key, KEYS, "Known keys"));
            }
        });
    }

    private void readVariables(String group, YamlValue written) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        VariableFile.addAll(written, variables, problems);
        variables.forEach((name, variable) -> inventory.setForGroup(group, name, variable, problems));
    }

    private void readHost(String group, YamlValue.Entry host) {
        try {
            HostRange range = HostRange.parse(host.key());
            inventory.addHosts(range, group, host.keyAt());
            Map<String, Variable> variables = new LinkedHashMap<>();
            VariableFile.addAll(host.value(), variables, problems);
            range.names().forEach(name -> inventory.setForHost(name, variables, problems));
        } catch (HostRange.BadRange e) {
            problems.add(host.keyAt(), host.key(), "bad-host-line", e.getMessage(), e.fix());
        } catch (IllegalArgumentException e) {
            problems.add(host.keyAt(), host.key(), "bad-host-line", e.getMessage(), "Write one host name, or a range.");
        }
    }

    private void readChild(String group, YamlValue.Entry child) {
        if (inventory.hasGroup(child.key()) && inventory.reaches(child.key(), group)) {
            problems.add(
                    child.keyAt(),
                    child.key(),
                    "group-loop",
                    "a group must not contain itself: " + child.key() + " is in " + group + ", and the other way round",
                    "Remove one of the two from `children`.");
            return;
        }
        inventory.group(group).children.add(child.key());
        readGroup(child.key(), child);
    }

    /** The entries of a map; none for an empty value; a plain text is the one key of its map, as in Ansible. */
    private Map<String, YamlValue.Entry> map(YamlValue value, String key) {
        if (value instanceof YamlValue.Mapping mapping) {
            return mapping.entries();
        }
        boolean section = key.endsWith(".hosts") || key.endsWith(".children");
        if (section && value instanceof YamlValue.Scalar name && name.plain() instanceof String text) {
            YamlValue nothing = new YamlValue.Scalar(value.at(), "", YamlValue.ScalarKind.NULL);
            return Map.of(text, new YamlValue.Entry(value.at(), text, nothing));
        }
        if (value.plain() != null) {
            problems.add(
                    value.at(),
                    key,
                    "wrong-type",
                    "must be a map, but is " + value.kind(),
                    "Write `name:` a line, without a dash.");
        }
        return Map.of();
    }
}
