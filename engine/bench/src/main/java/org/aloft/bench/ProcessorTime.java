package org.aloft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this machine's processors did since it started, proc(5): {@code /proc/stat}.
 *
 * @param used by processes and the kernel, in ticks
 * @param stolen that a virtual machine wanted and its own host gave to somebody else
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

    /** 0 to 1: how much of what was wanted was stolen. A tenth of it makes figures hard to compare. */
    double stolenShare() {
        return used + stolen == 0 ? 0 : (double) stolen / (used + stolen);
    }
}
