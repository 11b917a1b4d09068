package org.aloft.topology.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.yaml.TextFile;
import org.aloft.topology.yaml.YamlFile;

/** Reads inventories one after the other into one {@link Inventory}; what is read later overrides. */
public final class InventoryReader {
    private final Problems problems;
    private final Inventory inventory = new Inventory();

    /** A reader that tells its problems to these. */
    public InventoryReader(Problems problems) {
        this.problems = problems;
    }

    /** Each inventory and where it is named. */
    public Inventory read(List<Located<Path>> files, Map<String, String> extraVariables) {
        files.forEach(this::readFile);
        files.forEach(this::readVariableFolders);
        extraVariables.forEach((name, value) ->
                inventory.extraVariables().put(name, new Variable(value, Position.wholeFile(Path.of("-e " + name)))));
        return inventory;
    }

    private void readFile(Located<Path> file) {
        Optional<String> text = TextFile.read(file.value(), file.at(), file.key(), problems);
        if (text.isEmpty() || VariableFile.isVault(text.get(), file.value(), problems)) {
            return;
        }
        if (isYaml(file.value())) {
            YamlFile.parse(file.value(), text.get(), problems)
                    .ifPresent(value -> new YamlInventory(inventory, problems).read(value));
        } else if (text.get().startsWith("#!") || file.value().toString().endsWith(".json")) {
            problems.add(
                    Position.wholeFile(file.value()),
                    "",
                    "unknown-inventory",
                    "an inventory must be INI or YAML, but this is a script or JSON",
                    "Write what it says into a file: ansible-inventory -i " + file.value()
                            + " --list --yaml --output inventory.yml");
        } else {
            new IniInventory(file.value(), inventory, problems).read(text.get());
        }
    }

    private static boolean isYaml(Path file) {
        return file.toString().endsWith(".yml") || file.toString().endsWith(".yaml");
    }

    private void readVariableFolders(Located<Path> file) {
        for (String group : List.copyOf(inventory.groupNames())) {
            variableFiles(file.value().resolveSibling("group_vars"), group)
                    .forEach(variables -> VariableFile.read(variables, inventory.group(group).fileVariables, problems));
        }
        for (String host : List.copyOf(inventory.hostNames())) {
            variableFiles(file.value().resolveSibling("host_vars"), host)
                    .forEach(variables -> VariableFile.read(variables, inventory.hostFile(host), problems));
        }
    }

    /** {@code name}, {@code name.yml}, {@code name.yaml}, {@code name.json}, and all files in a folder {@code name/}. */
    private List<Path> variableFiles(Path folder, String name) {
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(folder) || name.contains("/") || name.startsWith(".")) {
            return files;
        }
        for (String ending : List.of("", ".yml", ".yaml", ".json")) {
            Path file = folder.resolve(name + ending);
            if (ending.isEmpty() && Files.isDirectory(file)) {
                files.addAll(filesIn(file));
            } else if (Files.exists(file)) {
                files.add(file);
            }
        }
        return files;
    }

    private List<Path> filesIn(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> !file.getFileName().toString().endsWith("~"))
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            problems.add(
                    Position.wholeFile(folder), "", "unreadable-file", "cannot be listed", "Check its permissions.");
            return List.of();
        }
    }
}
