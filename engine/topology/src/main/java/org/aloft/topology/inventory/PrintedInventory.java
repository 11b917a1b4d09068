package org.aloft.topology.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.yaml.YamlValue;

/**
 * An inventory as a program prints it, in JSON.
 *
 * <pre>{@code
 * {"web": {"hosts": ["web1"], "vars": {…}, "children": ["db"]}, "db": ["db1"],
 *  "_meta": {"hostvars": {"web1": {"ansible_port": 2222, "motd": {"__ansible_unsafe": "a text"}}}}}
 * }</pre>
 */
final class PrintedInventory {
    private static final String META = "_meta";
    private static final String HOSTVARS = "hostvars";

    private final String command;
    private final Inventory inventory;
    private final Problems problems;
    private final Set<String> hosts = new LinkedHashSet<>();

    /** @param command that prints it, for messages */
    PrintedInventory(String command, Inventory inventory, Problems problems) {
        this.command = command;
        this.inventory = inventory;
        this.problems = problems;
    }

    /** @param ofHost what is printed for one host: asked where the whole has no {@code hostvars} */
    void read(YamlValue root, Function<String, Optional<YamlValue>> ofHost) {
        Map<String, YamlValue.Entry> groups = new LinkedHashMap<>(entries(root, ""));
        Optional<YamlValue> all = Optional.ofNullable(groups.remove(META))
                .map(meta -> entries(meta.value(), META).get(HOSTVARS))
                .map(YamlValue.Entry::value);
        groups.forEach((name, entry) -> readGroup(name, entry.value()));
        if (all.isEmpty()) {
            hosts.forEach(host -> ofHost.apply(host).ifPresent(value -> setForHost(host, value)));
            return;
        }
        Map<String, YamlValue.Entry> variables = entries(all.get(), META + "." + HOSTVARS);
        hosts.stream()
                .filter(variables::containsKey)
                .forEach(host -> setForHost(host, variables.get(host).value()));
    }

    private void readGroup(String name, YamlValue written) {
        inventory.group(name);
        if (written instanceof YamlValue.Sequence list) {
            addHosts(name, list);
            return;
        }
        Map<String, YamlValue.Entry> group = entries(written, name);
        if (Set.of("hosts", "vars", "children").stream().noneMatch(group::containsKey)) {
            addHost(name, name, written.at()); // as in Ansible: a host of that name, and its variables
            setVariables(name, written);
            return;
        }
        list(group.get("hosts"), name + ".hosts").ifPresent(list -> addHosts(name, list));
        Optional.ofNullable(group.get("vars")).ifPresent(vars -> setVariables(name, vars.value()));
        list(group.get("children"), name + ".children")
                .ifPresent(list -> list.items().forEach(child -> addChild(name, text(child), child.at())));
    }

    private void addHosts(String group, YamlValue.Sequence list) {
        list.items().forEach(host -> addHost(group, text(host), host.at()));
    }

    private void addHost(String group, String name, Position at) {
        inventory.addHosts(new HostRange(List.of(name), 0), group, at);
        hosts.add(name);
    }

    private void addChild(String group, String child, Position at) {
        if (inventory.hasGroup(child) && inventory.reaches(child, group)) {
            problems.add(
                    at,
                    child,
                    "group-loop",
                    "a group must not contain itself: " + child + " is in " + group + ", and the other way round",
                    "Let the script leave one of the two out.");
            return;
        }
        inventory.group(child);
        inventory.group(group).children.add(child);
    }

    private void setVariables(String group, YamlValue written) {
        variables(written).forEach((name, variable) -> inventory.setForGroup(group, name, variable, problems));
    }

    private void setForHost(String host, YamlValue written) {
        inventory.setForHost(host, variables(written), problems);
    }

    private Map<String, Variable> variables(YamlValue written) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        VariableFile.addAll(decoded(written), variables, problems);
        return variables;
    }

    /** JSON has no tags: what YAML tags {@code !vault} and {@code !unsafe} is a map with one key of Ansible's. */
    private static YamlValue decoded(YamlValue value) {
        if (value instanceof YamlValue.Sequence list) {
            List<YamlValue> items = new ArrayList<>();
            list.items().forEach(item -> items.add(decoded(item)));
            return new YamlValue.Sequence(list.at(), items);
        }
        if (!(value instanceof YamlValue.Mapping map)) {
            return value;
        }
        Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
        for (YamlValue.Entry entry : map.entries().values()) {
            if (entry.key().equals("__ansible_vault")) {
                return new YamlValue.Scalar(map.at(), text(entry.value()), YamlValue.ScalarKind.ENCRYPTED);
            }
            if (entry.key().equals("__ansible_unsafe")) {
                return new YamlValue.Scalar(map.at(), text(entry.value()), YamlValue.ScalarKind.UNSAFE);
            }
            entries.put(entry.key(), new YamlValue.Entry(entry.keyAt(), entry.key(), decoded(entry.value())));
        }
        return new YamlValue.Mapping(map.at(), entries);
    }

    private static String text(YamlValue value) {
        return Variable.text(value.plain());
    }

    private Optional<YamlValue.Sequence> list(YamlValue.Entry entry, String key) {
        if (entry == null || entry.value().plain() == null) {
            return Optional.empty();
        }
        if (entry.value() instanceof YamlValue.Sequence list) {
            return Optional.of(list);
        }
        wrongType(entry.value(), key, "a list");
        return Optional.empty();
    }

    private Map<String, YamlValue.Entry> entries(YamlValue value, String key) {
        if (value instanceof YamlValue.Mapping mapping) {
            return mapping.entries();
        }
        if (value.plain() != null) {
            wrongType(value, key, "a map");
        }
        return Map.of();
    }

    private void wrongType(YamlValue value, String key, String wanted) {
        problems.add(
                value.at(),
                key,
                "wrong-type",
                "must be " + wanted + ", but is " + value.kind(),
                "See what is printed: " + command);
    }
}
