package org.aloft.bench;

import java.util.ArrayList;
import java.util.List;

/** Keeps every core busy with loops, which end by themselves after ten minutes at the latest. For one thread. */
final class BusyCores implements AutoCloseable {
    private final List<Process> loops = new ArrayList<>();

    private BusyCores(int count) {
        for (int index = 0; index < count; index++) {
            loops.add(Shell.start(
                    List.of(),
                    List.of("timeout", "600", "sh", "-c", "while :; do :; done"),
                    ProcessBuilder.Redirect.DISCARD));
        }
    }

    static BusyCores all() {
        return new BusyCores(Runtime.getRuntime().availableProcessors());
    }

    static BusyCores none() {
        return new BusyCores(0);
    }

    /** Fails when a loop has ended early: the measurement would not be one under load. */
    void mustRun() {
        if (!loops.stream().allMatch(Process::isAlive)) {
            throw new IllegalStateException("a busy loop ended before the measurement did");
        }
    }

    @Override
    public void close() {
        loops.forEach(loop -> {
            loop.descendants().forEach(ProcessHandle::destroyForcibly);
            loop.destroyForcibly();
        });
    }
}
