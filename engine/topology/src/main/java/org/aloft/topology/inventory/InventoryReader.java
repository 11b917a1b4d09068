package org.aloft.topology.inventory;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.yaml.TextFile;
import org.aloft.topology.yaml.YamlFile;

/** Reads inventories one after the other into one {@link Inventory}; what is read later overrides. */
public final class InventoryReader {
    /** A group of a YAML inventory: a name, a colon, and nothing else but a map. */
    private static final Pattern YAML_GROUP = Pattern.compile("[^\\s\\[;=]+:(\\s*(#|\\{).*)?");

    private final Problems problems;
    private final Inventory inventory = new Inventory();

    /** A reader that tells its problems to these. */
    public InventoryReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * Reads them all.
     *
     * @param files each inventory and where it is named
     * @param settings connection variables that win over the inventories', as flags such as {@code -u} set them
     * @param extraVariables the texts of {@code -e}, in their order; they win over all
     */
    public Inventory read(List<Located<Path>> files, Map<String, String> settings, List<String> extraVariables) {
        files.forEach(this::readFile);
        files.stream().map(Located::value).forEach(this::readVariableFolders);
        Map<String, Variable> extra = new ExtraVariables(problems).read(extraVariables);
        settings.forEach((name, value) -> {
            List<String> aliases = ConnectionReader.aliasesOf(name);
            if (aliases.stream().noneMatch(extra::containsKey)) {
                String strongest = aliases.get(aliases.size() - 1);
                inventory.extraVariables().put(strongest, new Variable(value, ExtraVariables.place(name)));
            }
        });
        inventory.extraVariables().putAll(extra);
        return inventory;
    }

    private void readFile(Located<Path> file) {
        Optional<String> text = TextFile.read(file.value(), file.at(), file.key(), problems);
        if (text.isEmpty() || VariableFile.isVault(text.get(), file.value(), problems)) {
            return;
        }
        if (isYaml(file.value(), text.get())) {
            YamlFile.parse(file.value(), text.get(), problems)
                    .ifPresent(value -> new YamlInventory(inventory, problems).read(value));
        } else if (text.get().startsWith("#!")) {
            problems.add(
                    Position.wholeFile(file.value()),
                    "",
                    "unknown-inventory",
                    "an inventory must be INI or YAML, but this is a script",
                    "Write what it says into a file: ansible-inventory -i " + file.value()
                            + " --list --yaml --output inventory.yml");
        } else {
            new IniInventory(file.value(), inventory, problems).read(text.get());
        }
    }

    /**
     * As Ansible's plugin {@code yaml}: by its ending, or without one if it reads as YAML, which it tries before INI.
     */
    private static boolean isYaml(Path file, String text) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        if (dot > 0) {
            return List.of(".yml", ".yaml", ".json").contains(name.substring(dot));
        }
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .filter(line -> line.equals("---") || YAML_GROUP.matcher(line).matches())
                .isPresent();
    }

    private void readVariableFolders(Path file) {
        VariableFolder ofGroups = new VariableFolder(file.resolveSibling("group_vars"), problems);
        Map<String, Map<String, Variable>> read = inventory.addGroupFiles();
        for (String group : inventory.groupNames()) {
            ofGroups.filesOf(group)
                    .forEach(variables -> VariableFile.read(
                            variables, read.computeIfAbsent(group, unused -> new LinkedHashMap<>()), problems));
        }
        VariableFolder ofHosts = new VariableFolder(file.resolveSibling("host_vars"), problems);
        for (String host : inventory.hostNames()) {
            ofHosts.filesOf(host)
                    .forEach(variables -> VariableFile.read(variables, inventory.hostFile(host), problems));
        }
    }
}
