package org.aloft.topology.inventory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.Host;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.TopologyException;
import org.aloft.topology.sshconfig.SshConfigFiles;
import org.aloft.topology.sshconfig.SshConfigReader;
import org.aloft.topology.vault.Vault;
import org.junit.jupiter.api.io.TempDir;

/** Inventories of one test, written into a folder of its own. */
abstract class OnInventoryFiles {
    static final SshConfigReader SSH_CONFIG = new SshConfigReader(SshConfigFiles.none());

    @TempDir
    Path folder;

    static Host host(Inventory inventory) throws TopologyException {
        Problems problems = new Problems();
        Host host = new HostReader(inventory, SSH_CONFIG, problems)
                .read(Set.of("host"))
                .get("host");
        problems.throwIfAny();
        return host;
    }

    void write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    Map<String, String> variables(String file, String host) throws TopologyException {
        return text(inventory(List.of(file), Map.of(), List.of()), host);
    }

    static Map<String, String> text(Inventory inventory, String host) {
        Map<String, String> text = new HashMap<>();
        inventory.variablesOf(host).forEach((name, variable) -> text.put(name, variable.text()));
        return text;
    }

    Inventory inventory(List<String> files, Map<String, String> settings, List<String> extra) throws TopologyException {
        Problems problems = new Problems();
        Inventory inventory = new InventoryReader(problems, Vault.closed())
                .read(
                        files.stream()
                                .map(folder::resolve)
                                .map(file -> new Located<>(file, Position.wholeFile(file), ""))
                                .toList(),
                        Optional.empty(),
                        settings,
                        extra);
        problems.throwIfAny();
        return inventory;
    }
}
