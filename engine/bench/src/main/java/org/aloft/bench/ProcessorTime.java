package org.aloft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time of this machine since its boot, proc(5): {@code /proc/stat}.
 *
 * @param used by processes and the kernel, in ticks
 * @param stolen wanted by this virtual machine, and given to others by its host
 */
record ProcessorTime(long used, long stolen) {
    private static final int IDLE = 3;
    private static final int WAITING = 4;
    private static final int STOLEN = 7;

    static ProcessorTime now() {
        try {
            return of(Files.readString(Path.of("/proc/stat")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** From the file's text, whose first line counts all processors. */
    static ProcessorTime of(String stat) {
        String[] ticks = stat.lines().findFirst().orElseThrow().split(" +", -1);
        long used = 0;
        for (int index = 0; index < STOLEN; index++) {
            used += index == IDLE || index == WAITING ? 0 : Long.parseLong(ticks[index + 1]);
        }
        return new ProcessorTime(used, Long.parseLong(ticks[STOLEN + 1]));
    }

    ProcessorTime since(ProcessorTime before) {
        return new ProcessorTime(used - before.used, stolen - before.stolen);
    }

    /** Stolen time as a share of what was wanted, 0 to 1. From a tenth on, figures are hard to compare. */
    double stolenShare() {
        return used + stolen == 0 ? 0 : (double) stolen / (used + stolen);
    }
}
