package org.aloft.topology.inventory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.vault.Vault;
import org.aloft.topology.vault.VaultException;
import org.aloft.topology.yaml.TextFile;
import org.aloft.topology.yaml.YamlFile;

/**
 * Reads inventories one after the other into one {@link Inventory}; what is read later overrides. Each is a file, a
 * folder of files, or host names with commas between them.
 */
public final class InventoryReader {
    private final Problems problems;
    private final Vault vault;
    private final InventoryPrograms programs;
    private final Inventory inventory;
    /** What was read so far, as {@code -i} takes it. */
    private final List<String> before = new ArrayList<>();
    /** A folder that several inventories share is read once. */
    private final Map<Path, Inventory.Adjacent> adjacent = new HashMap<>();

    /** A reader that tells its problems to these, and opens with this vault what is encrypted. */
    public InventoryReader(Problems problems, Vault vault) {
        this(problems, vault, InventoryPrograms.here());
    }

    InventoryReader(Problems problems, Vault vault, InventoryPrograms programs) {
        this.problems = problems;
        this.vault = vault;
        this.programs = programs;
        this.inventory = new Inventory(vault);
    }

    /**
     * Reads them all.
     *
     * @param sources each inventory and where it is named
     * @param topologyFolder what stands in {@code group_vars/} and {@code host_vars/} there wins over the inventories
     * @param settings connection variables that win over the inventories', as flags such as {@code -u} set them
     * @param extraVariables the texts of {@code -e}, in their order; they win over all
     */
    public Inventory read(
            List<Located<Path>> sources,
            Optional<Path> topologyFolder,
            Map<String, String> settings,
            List<String> extraVariables) {
        sources.forEach(this::readSource);
        inventory.complete();
        inventory.warnOfSharedNames(problems);
        sources.stream()
                .map(Located::value)
                .filter(source -> !isHostList(source))
                .map(source -> Files.isDirectory(source) ? source : folderOf(source))
                .forEach(this::readAdjacent);
        topologyFolder.ifPresent(folder -> {
            inventory.playbookFolder(folder);
            readAdjacent(folder);
        });
        Map<String, Variable> extra = new ExtraVariables(problems, vault).read(extraVariables);
        settings.forEach((name, value) -> {
            List<String> aliases = ConnectionReader.aliasesOf(name);
            if (aliases.stream().noneMatch(extra::containsKey)) {
                // By each of its names: whichever is the strongest where it is used, it wins over the inventory's.
                Variable variable = new Variable(value, ExtraVariables.place(name));
                aliases.forEach(alias -> inventory.extraVariables().put(alias, variable));
            }
        });
        inventory.extraVariables().putAll(extra);
        return inventory;
    }

    private void readSource(Located<Path> source) {
        if (isHostList(source.value())) {
            readHostList(source.value());
        } else if (Files.isDirectory(source.value())) {
            List<Path> files = InventoryFolder.filesOf(source.value(), problems);
            files.forEach(file -> readFile(new Located<>(file, Position.wholeFile(file), "")));
            if (files.isEmpty()) {
                problems.add(
                        source.at(),
                        source.key(),
                        "empty",
                        "the folder has no inventory that Ansible would read: " + source.value(),
                        "In a folder, Ansible passes over names that end with "
                                + String.join(" ", InventoryFolder.IGNORED) + ". Rename one, or name the file itself.");
            }
        } else {
            readFile(source);
        }
    }

    private static boolean isHostList(Path source) {
        return source.toString().contains(",") && !Files.exists(source);
    }

    /** As in {@code -i web1,web2}: an address with its port, but no ranges. */
    private void readHostList(Path source) {
        Position at = Position.wholeFile(source);
        for (String written : source.toString().split(",", -1)) {
            if (!written.isBlank()) {
                try {
                    inventory.addHosts(HostRange.withPort(written.strip()), Inventory.UNGROUPED, at);
                } catch (IllegalArgumentException e) {
                    problems.add(at, written, "bad-host-line", e.getMessage(), "Write name or name:port.");
                }
            }
        }
        before.add(source.toString());
    }

    private void readFile(Located<Path> source) {
        Path file = source.value();
        InventoryFormat format = InventoryFormat.of(file);
        Optional<String> read = format == InventoryFormat.YAML
                ? TextFile.read(file, source.at(), source.key(), problems)
                : TextFile.readForgiving(file, source.at(), source.key(), problems);
        read.flatMap(text -> opened(file, text)).ifPresent(text -> {
            switch (format.with(file, text)) {
                case YAML, BY_TEXT -> readYaml(file, text);
                case INI -> new IniInventory(file, inventory, problems).read(text);
                case SCRIPT -> new ScriptInventory(file, programs, inventory, problems).read();
                case TOML -> refuse(file, "this is TOML");
            }
        });
        before.add(file.toAbsolutePath().toString());
    }

    /** Only in INI may a comment hold what is not UTF-8. */
    private void readYaml(Path file, String text) {
        int odd = text.indexOf(TextFile.NOT_UTF_8);
        if (odd >= 0) {
            int line = (int) text.substring(0, odd).lines().count();
            problems.add(
                    new Position(file, Math.max(1, line), 1),
                    "",
                    "not-utf-8",
                    "is not UTF-8 text",
                    "Convert the file: iconv -f latin1 -t utf-8 " + file);
            return;
        }
        YamlFile.parse(file, text, problems).ifPresent(root -> PluginInventory.plugin(root)
                .ifPresentOrElse(
                        plugin -> new PluginInventory(file, before, programs, inventory, problems).read(plugin),
                        () -> new YamlInventory(inventory, problems).read(root)));
    }

    /** The text, decrypted if it is encrypted: there is no inventory without it. */
    private Optional<String> opened(Path file, String text) {
        if (!Vault.isEncrypted(text)) {
            return Optional.of(text);
        }
        try {
            return Optional.of(vault.open(text));
        } catch (VaultException e) {
            problems.add(Position.wholeFile(file), "", "vault", e.getMessage(), e.fix());
            return Optional.empty();
        }
    }

    private void refuse(Path file, String what) {
        problems.add(
                Position.wholeFile(file),
                "",
                "unknown-inventory",
                "an inventory must be INI or YAML, but " + what,
                "Write what it says into a file: ansible-inventory -i " + file
                        + " --list --yaml --output inventory.yml");
    }

    private static Path folderOf(Path file) {
        return file.getParent() == null ? Path.of("") : file.getParent();
    }

    private void readAdjacent(Path folder) {
        inventory.addAdjacent(adjacent.computeIfAbsent(
                folder.toAbsolutePath().normalize(),
                unused -> new Inventory.Adjacent(
                        filesOf(folder.resolve("group_vars"), inventory.groupNames()),
                        filesOf(folder.resolve("host_vars"), inventory.hostNames()))));
    }

    private Map<String, List<VariableFile>> filesOf(Path folder, Iterable<String> names) {
        VariableFolder variables = new VariableFolder(folder, problems);
        Map<String, List<VariableFile>> files = new LinkedHashMap<>();
        for (String name : names) {
            List<Path> found = variables.filesOf(name);
            if (!found.isEmpty()) {
                files.put(
                        name,
                        found.stream()
                                .map(file -> VariableFile.read(file, vault, problems))
                                .toList());
            }
        }
        return files;
    }
}
