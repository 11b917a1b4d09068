package org.aloft.agent.vrrp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.aloft.agent.kernel.file.JournalFile;
import org.aloft.agent.log.Log;

/**
 * What a process that ended in place ({@code aloftd end --in-place}) has left to the next one: instances that are
 * active, with their VIPs where they are. The next process holds them at once, as long as the other routers of the group
 * cannot have missed the adverts yet; after that it cleans up as after a crash.
 *
 * @param instances by name
 * @param until a moment of {@link System#nanoTime()}, which on Linux goes on from process to process until a reboot; the
 *     file does not outlive that either
 */
record LeftInPlace(Set<String> instances, long until) {
    private static final Logger LOG = Log.of(LeftInPlace.class);

    /** Nothing. */
    static final LeftInPlace NOTHING = new LeftInPlace(Set.of(), 0);

    LeftInPlace {
        instances = Set.copyOf(instances);
    }

    /** Takes what the process before left; nobody finds it a second time. A file that cannot be read says nothing. */
    static LeftInPlace take(Path file, long now) {
        try {
            List<String> lines = new JournalFile(file).read();
            Files.deleteIfExists(file);
            if (lines.isEmpty()) {
                return NOTHING;
            }
            long until = Long.parseLong(lines.get(0));
            boolean inTime = until - now > 0;
            LOG.log(
                    Level.INFO,
                    inTime
                            ? "carries on where the process before ended, with {0}"
                            : "the process before ended in place, but too long ago; cleaning up after it: {0}",
                    String.join(", ", lines.subList(1, lines.size())));
            return inTime ? new LeftInPlace(new LinkedHashSet<>(lines.subList(1, lines.size())), until) : NOTHING;
        } catch (UncheckedIOException | IOException | NumberFormatException unreadable) {
            LOG.log(Level.WARNING, "{0} says nothing: {1}; cleaning up as after a crash", file, unreadable);
            return NOTHING;
        }
    }

    /** Leaves it to the next process. */
    void leave(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(Long.toString(until)));
        lines.addAll(instances);
        new JournalFile(file).write(lines);
    }

    /** Whether an instance that starts now is to hold its VIPs at once. */
    boolean holds(String instance, long now) {
        return instances.contains(instance) && until - now > 0;
    }
}
