package org.aloft.topology.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;

/** A folder of inventories, by the rules of Ansible 2.14: its files by name, folders in it as well. */
final class InventoryFolder {
    /** Ansible's {@code INVENTORY_IGNORE_EXTS}: even {@code .ini} and {@code .cfg}, which are read when named alone. */
    static final List<String> IGNORED = List.of(
            ".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst", ".orig", ".ini", ".cfg", ".retry");

    private static final Set<String> NEVER = Set.of("host_vars", "group_vars", "vars_plugins");
    /** As deep as Linux follows symbolic links: one that leads back into itself ends here. */
    private static final int DEPTH_MOST = 40;

    private InventoryFolder() {}

    /** The files that are read, in their order. */
    static List<Path> filesOf(Path folder, Problems problems) {
        List<Path> files = new ArrayList<>();
        addAll(folder, 1, files, problems);
        return files;
    }

    private static void addAll(Path folder, int depth, List<Path> files, Problems problems) {
        try (Stream<Path> found = Files.list(folder)) {
            for (Path entry :
                    found.sorted(Comparator.comparing(InventoryFolder::nameOf)).toList()) {
                if (isIgnored(nameOf(entry))) {
                    continue;
                }
                if (!Files.isDirectory(entry)) {
                    files.add(entry);
                } else if (depth < DEPTH_MOST) {
                    addAll(entry, depth + 1, files, problems);
                }
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            problems.add(
                    Position.wholeFile(folder), "", "unreadable-file", "cannot be listed", "Check its permissions.");
        }
    }

    private static boolean isIgnored(String name) {
        return name.startsWith(".") || NEVER.contains(name) || IGNORED.stream().anyMatch(name::endsWith);
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString();
    }
}
