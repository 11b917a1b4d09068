package org.aloft.topology.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;

/**
 * {@code group_vars/} or {@code host_vars/} beside an inventory, by the rules of Ansible 2.14 ({@code find_vars_files}
 * of its data loader): symbolic links are followed. The folder is listed once, however many hosts are asked for.
 */
final class VariableFolder {
    /** The first that exists is the only one that counts; a name without an ending may be a folder. */
    private static final List<String> ENDINGS = List.of("", ".yml", ".yaml", ".json");
    /** As deep as Linux follows symbolic links: one that leads back into itself ends here. */
    private static final int DEPTH_MOST = 40;

    private final Path folder;
    private final Problems problems;
    private final Set<String> names;

    VariableFolder(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
        this.names = new HashSet<>();
        list(folder).forEach(file -> names.add(nameOf(file)));
    }

    /** The files of the group or host, in the order in which they count: a later one overrides. */
    List<Path> filesOf(String name) {
        List<Path> files = new ArrayList<>();
        for (String ending : ENDINGS) {
            if (names.contains(name + ending)) {
                Path found = folder.resolve(name + ending);
                if (Files.isDirectory(found)) {
                    addAll(found, 1, files);
                } else if (Files.exists(found)) {
                    files.add(found);
                }
                break;
            }
        }
        return files;
    }

    private void addAll(Path within, int depth, List<Path> files) {
        for (Path entry : list(within)) {
            String name = nameOf(entry);
            if (name.startsWith(".") || name.endsWith("~")) {
                continue;
            }
            int dot = name.lastIndexOf('.');
            String ending = dot <= 0 ? "" : name.substring(dot);
            if (Files.isDirectory(entry)) {
                if (ending.isEmpty() && depth < DEPTH_MOST) {
                    addAll(entry, depth + 1, files);
                }
            } else if (ENDINGS.contains(ending) && Files.isRegularFile(entry)) {
                files.add(entry);
            }
        }
    }

    /** Sorted by name; nothing for what is no folder. */
    private List<Path> list(Path within) {
        if (!Files.isDirectory(within)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(within)) {
            return found.sorted(Comparator.comparing(VariableFolder::nameOf)).toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            problems.add(
                    Position.wholeFile(within), "", "unreadable-file", "cannot be listed", "Check its permissions.");
            return List.of();
        }
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString();
    }
}
