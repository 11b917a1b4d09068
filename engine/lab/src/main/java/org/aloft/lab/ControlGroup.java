package org.aloft.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A control group (version 2) and all processes in and below it. Unlike process ids on disk it cannot name a stranger.
 *
 * @param folder its folder in the hierarchy
 */
record ControlGroup(Path folder) {
    /** Whether any process is in or below it; false if it does not exist. */
    boolean isPopulated() {
        try {
            return Files.readAllLines(folder.resolve("cgroup.events")).contains("populated 1");
        } catch (IOException e) {
            return false;
        }
    }

    /** Kills all its processes and removes it. Nothing if it does not exist. */
    void remove() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Path kill = folder.resolve("cgroup.kill"); // since Linux 5.14
        for (int attempt = 0; attempt < 20; attempt++) {
            List<ProcessHandle> processes = processes();
            if (Files.exists(kill)) {
                Files.writeString(kill, "1");
            }
            processes.forEach(ProcessHandle::destroyForcibly);
            processes.forEach(ControlGroup::awaitEnd);
            if (processes.isEmpty()) {
                break;
            }
        }
        for (Path inner : foldersInnermostFirst()) {
            Files.deleteIfExists(inner);
        }
    }

    private List<ProcessHandle> processes() throws IOException {
        List<ProcessHandle> processes = new ArrayList<>();
        for (Path inner : foldersInnermostFirst()) {
            for (String id : Files.readAllLines(inner.resolve("cgroup.procs"))) {
                ProcessHandle.of(Long.parseLong(id)).ifPresent(processes::add);
            }
        }
        return processes;
    }

    private List<Path> foldersInnermostFirst() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        process.onExit().completeOnTimeout(process, 1, TimeUnit.SECONDS).join();
    }
}
