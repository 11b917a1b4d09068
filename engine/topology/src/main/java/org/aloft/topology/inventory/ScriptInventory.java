package org.aloft.topology.inventory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.yaml.YamlFile;
import org.aloft.topology.yaml.YamlValue;

/**
 * A program of the user's that prints the inventory, as Ansible's plugin {@code script} runs it: with {@code --list},
 * and with {@code --host NAME} for each host where that prints no {@code hostvars}.
 */
final class ScriptInventory {
    private final Path file;
    private final InventoryPrograms programs;
    private final Inventory inventory;
    private final Problems problems;

    ScriptInventory(Path file, InventoryPrograms programs, Inventory inventory, Problems problems) {
        this.file = file;
        this.programs = programs;
        this.inventory = inventory;
        this.problems = problems;
    }

    void read() {
        if (!Files.isExecutable(file)) {
            refuse("this is a script, and it is not executable", "Type: chmod +x " + file);
            return;
        }
        PrintedInventory printed = new PrintedInventory(file + " --list", inventory, problems);
        printed("--list").ifPresent(root -> printed.read(root, host -> printed("--host", host)));
    }

    /** What it prints with these arguments, whose places are those of its output. */
    private Optional<YamlValue> printed(String... arguments) {
        Path shown = Position.typed(file + " " + String.join(" ", arguments)).file();
        List<String> command = new ArrayList<>(List.of(file.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        try {
            return YamlFile.parse(shown, programs.output(command, Map.of()), problems);
        } catch (InventoryPrograms.FailedException e) {
            refuse(shown + ": " + e.getMessage(), "See its first line, run it by hand, and correct it.");
            return Optional.empty();
        }
    }

    private void refuse(String message, String fix) {
        problems.add(Position.wholeFile(file), "", "inventory-script", message, fix);
    }
}
