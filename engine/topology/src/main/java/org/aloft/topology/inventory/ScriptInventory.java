package org.aloft.topology.inventory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.yaml.YamlFile;
import org.aloft.topology.yaml.YamlValue;

/**
 * A program that prints the inventory as JSON, as Ansible's plugin {@code script} runs it.
 *
 * <pre>{@code
 * SCRIPT --list        {"web": {"hosts": ["web1"], "vars": {…}, "children": ["db"]}, "db": ["db1"],
 *                       "_meta": {"hostvars": {"web1": {"ansible_port": 2222}}}}
 * SCRIPT --host web1   {"ansible_port": 2222}       only where --list prints no _meta
 * }</pre>
 */
final class ScriptInventory {
    private static final String META = "_meta";
    private static final String HOSTVARS = "hostvars";

    private final Path file;
    private final Inventory inventory;
    private final Problems problems;
    private final Set<String> hosts = new LinkedHashSet<>();

    ScriptInventory(Path file, Inventory inventory, Problems problems) {
        this.file = file;
        this.inventory = inventory;
        this.problems = problems;
    }

    void read() {
        if (!Files.isExecutable(file)) {
            refuse("this is a script, and it is not executable", "Type: chmod +x " + file);
            return;
        }
        printed("--list").ifPresent(root -> {
            Map<String, YamlValue.Entry> groups = new LinkedHashMap<>(entries(root, ""));
            YamlValue.Entry meta = groups.remove(META);
            groups.forEach((name, entry) -> readGroup(name, entry.value()));
            if (meta == null) {
                hosts.forEach(host -> printed("--host", host).ifPresent(value -> setForHost(host, value)));
            } else {
                YamlValue.Entry all = entries(meta.value(), META).get(HOSTVARS);
                Map<String, YamlValue.Entry> variables =
                        all == null ? Map.of() : entries(all.value(), META + "." + HOSTVARS);
                hosts.stream()
                        .filter(variables::containsKey)
                        .forEach(host -> setForHost(host, variables.get(host).value()));
            }
        });
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
        Map<String, Variable> variables = new LinkedHashMap<>();
        VariableFile.addAll(written, variables, problems);
        variables.forEach((name, variable) -> inventory.setForGroup(group, name, variable, problems));
    }

    private void setForHost(String host, YamlValue written) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        VariableFile.addAll(written, variables, problems);
        inventory.setForHost(host, variables, problems);
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
                "See what the script prints: " + file + " --list");
    }

    /** What the script prints with these arguments, whose places are those of its output. */
    private Optional<YamlValue> printed(String... arguments) {
        Path shown = Position.typed(file + " " + String.join(" ", arguments)).file();
        return run(arguments, shown).flatMap(text -> YamlFile.parse(shown, text, problems));
    }

    /** It may ask for something itself, and what it says on standard error is seen. */
    private Optional<String> run(String[] arguments, Path shown) {
        List<String> command = new ArrayList<>(List.of(file.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Path out = null;
        try {
            out = Files.createTempFile("aloft-inventory", ".json");
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(out.toFile())
                    .start();
            try {
                int status = process.waitFor();
                if (status != 0) {
                    refuse("it failed with exit code " + status + ": " + shown, "Run it by hand, and correct it.");
                    return Optional.empty();
                }
            } finally {
                process.destroyForcibly();
            }
            String text = Files.readString(out, StandardCharsets.UTF_8);
            return Optional.of(text);
        } catch (IOException e) {
            refuse(
                    "it cannot be run, or its output not be read: " + e.getMessage(),
                    "See its first line, and run it by hand: " + shown);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse("interrupted while it ran", "Run again.");
            return Optional.empty();
        } finally {
            delete(out);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    private void refuse(String message, String fix) {
        problems.add(Position.wholeFile(file), "", "inventory-script", message, fix);
    }
}
