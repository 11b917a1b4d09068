package org.aloft.topology.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.inventory.HostAccess;
import org.aloft.topology.inventory.HostReader;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.inventory.InventoryReader;
import org.aloft.topology.model.InventoryNames;
import org.aloft.topology.model.Topology;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problem;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.TopologyException;
import org.aloft.topology.sshconfig.SshConfigFiles;
import org.aloft.topology.sshconfig.SshConfigReader;
import org.aloft.topology.vault.Vault;
import org.aloft.topology.yaml.TextFile;
import org.aloft.topology.yaml.YamlFaults;
import org.aloft.topology.yaml.YamlFile;
import org.aloft.topology.yaml.YamlValue;

/**
 * Reads {@code topology.yml} and its inventories: start here. The story: read the file, read the inventories that it
 * names, read block after block, compare the blocks with each other; then either every mistake is thrown at once, or
 * there is a {@link Topology}.
 *
 * <p>Thread-safe: a reader holds no state.
 */
public final class TopologyReader {
    private final SshConfigFiles sshConfig;

    /** A reader that looks into no ssh_config but one that an inventory names. */
    public TopologyReader() {
        this(SshConfigFiles.none());
    }

    /** A reader that looks into these files for what an inventory does not say of how a host is reached. */
    public TopologyReader(SshConfigFiles sshConfig) {
        this.sshConfig = sshConfig;
    }

    /**
     * What was read.
     *
     * @param topology can be planned
     * @param warnings what is hardly meant, in the order of the files' lines
     */
    public record Reading(Topology topology, List<Problem> warnings) {
        /** Takes a copy of the list. */
        public Reading {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads a topology with the inventory that it names.
     *
     * @throws TopologyException with every mistake that was found
     */
    public Topology read(Path topologyFile) throws TopologyException {
        return read(topologyFile, List.of());
    }

    /**
     * Reads a topology with further inventories.
     *
     * @param extraInventories read after the topology's own and overriding it, as several {@code -i} do in Ansible
     * @throws TopologyException with every mistake that was found
     */
    public Topology read(Path topologyFile, List<Path> extraInventories) throws TopologyException {
        return read(topologyFile, extraInventories, Map.of(), List.of()).topology();
    }

    /**
     * Reads a topology with further inventories and variables.
     *
     * @param extraInventories read after the topology's own and overriding it, as several {@code -i} do in Ansible
     * @param settings connection variables that win over the inventories', as flags such as {@code -u} set them
     * @param extraVariables the texts of {@code -e} as typed, in their order, which win over all: {@code a=1 b=2},
     *     {@code @vars.yml}, {@code {"a": 1}}
     * @throws TopologyException with every mistake that was found
     */
    public Reading read(
            Path topologyFile, List<Path> extraInventories, Map<String, String> settings, List<String> extraVariables)
            throws TopologyException {
        return read(topologyFile, extraInventories, settings, extraVariables, Vault.closed());
    }

    /**
     * Reads a topology with further inventories and variables, some of them encrypted by ansible-vault.
     *
     * @param extraInventories read after the topology's own and overriding it, as several {@code -i} do in Ansible
     * @param settings connection variables that win over the inventories', as flags such as {@code -u} set them
     * @param extraVariables the texts of {@code -e} as typed, in their order, which win over all
     * @param vault opens what is encrypted; asked only for what is needed
     * @throws TopologyException with every mistake that was found
     */
    public Reading read(
            Path topologyFile,
            List<Path> extraInventories,
            Map<String, String> settings,
            List<String> extraVariables,
            Vault vault)
            throws TopologyException {
        Problems problems = new Problems();
        Position file = Position.wholeFile(topologyFile);
        Optional<String> text = otherEnding(topologyFile, problems)
                ? Optional.empty()
                : TextFile.read(topologyFile, file, "", problems);
        Optional<TopologyBlock> block = text.flatMap(written -> parse(topologyFile, written, problems))
                .flatMap(root -> TopologyBlock.read(
                        root, topologyFile, extraInventories, settings, extraVariables, vault, sshConfig, problems));
        text.ifPresent(written -> YamlFaults.explain(written, file, problems));
        problems.throwIfAny();
        Topology topology = block.orElseThrow().build();
        block.orElseThrow().verify().checkBudgets(topology, problems);
        return new Reading(topology, problems.warnings());
    }

    /**
     * The hosts of an inventory.
     *
     * @param hosts each with how it is reached
     * @param names hosts and groups
     * @param warnings what is hardly meant, beside those of single hosts
     */
    public record Inventoried(List<HostAccess> hosts, InventoryNames names, List<Problem> warnings) {
        /** Takes copies of the lists. */
        public Inventoried {
            hosts = List.copyOf(hosts);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads inventories only, and how each of their hosts is reached. What is wrong with a host does not keep the others
     * from being shown.
     *
     * @param topologyFile names an inventory, and may have group_vars and host_vars beside it; its blocks are not looked
     *     at
     * @param inventories read after the topology's own
     * @param settings as in {@link #read(Path, List, Map, List, Vault)}
     * @param extraVariables as there
     * @param vault as there
     * @throws TopologyException when a file cannot be understood
     */
    public Inventoried readInventory(
            Optional<Path> topologyFile,
            List<Path> inventories,
            Map<String, String> settings,
            List<String> extraVariables,
            Vault vault)
            throws TopologyException {
        Problems problems = new Problems();
        Optional<Inventory> inventory = topologyFile.isEmpty()
                ? Optional.of(new InventoryReader(problems, vault)
                        .read(located(inventories), Optional.empty(), settings, extraVariables))
                : TextFile.read(topologyFile.get(), Position.wholeFile(topologyFile.get()), "", problems)
                        .flatMap(text -> parse(topologyFile.get(), text, problems))
                        .flatMap(root -> TopologyBlock.readInventory(
                                root, topologyFile.get(), inventories, settings, extraVariables, vault, problems));
        problems.throwIfAny();
        HostReader reader = new HostReader(inventory.orElseThrow(), new SshConfigReader(sshConfig), problems);
        return new Inventoried(reader.accessToAll(), inventory.orElseThrow().names(), problems.warnings());
    }

    private static List<Located<Path>> located(List<Path> files) {
        return files.stream()
                .map(file -> new Located<>(file, Position.wholeFile(file), ""))
                .toList();
    }

    /** Whether only {@code topology.yaml} is there where {@code topology.yml} is asked for, or the other way round. */
    private static boolean otherEnding(Path topologyFile, Problems problems) {
        String name = topologyFile.toString();
        Path other =
                Path.of(name.endsWith(".yml") ? name.replaceFirst("yml$", "yaml") : name.replaceFirst("yaml$", "yml"));
        boolean only = !Files.exists(topologyFile) && Files.exists(other);
        if (only) {
            problems.add(
                    Position.wholeFile(topologyFile),
                    "",
                    "no-such-file",
                    "there is no such file, but " + other.getFileName() + " stands beside it",
                    "Name that one: " + other + ", or rename it.");
        }
        return only;
    }

    private static Optional<YamlValue> parse(Path topologyFile, String text, Problems problems) {
        int before = problems.count();
        Optional<YamlValue> root = YamlFile.parse(topologyFile, text, problems)
                .filter(value -> !(value instanceof YamlValue.Scalar && value.plain() == null));
        if (root.isEmpty() && problems.count() == before) {
            problems.add(
                    Position.wholeFile(topologyFile),
                    "",
                    "empty-file",
                    "the file is empty",
                    "Start from the example inventories/lvs-dr/topology.yml.");
        }
        return root;
    }
}
