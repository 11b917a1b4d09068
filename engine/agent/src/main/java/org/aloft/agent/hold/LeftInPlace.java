package org.aloft.agent.hold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.agent.kernel.file.JournalFile;
import org.aloft.agent.log.Log;

/**
 * What a process that ended in place ({@code aloftd end --in-place}) has left to the next one. The next process holds
 * the VIPs of these instances at once, as long as the other routers of the group cannot have missed adverts yet; after
 * that it cleans up as after a crash.
 *
 * @param instances that are active, by name
 * @param down real servers that are down, as {@code 192.0.2.21:80 of TCP 192.0.2.10:80}
 * @param until a moment of {@link System#nanoTime()}, which on Linux goes on from process to process until a reboot; the
 *     file does not outlive that either
 */
public record LeftInPlace(Set<String> instances, Set<String> down, long until) {
    /** Nothing. */
    public static final LeftInPlace NOTHING = new LeftInPlace(Set.of(), Set.of(), 0);

    private static final Logger LOG = Log.of(LeftInPlace.class);
    private static final String INSTANCE = "instance ";
    private static final String DOWN = "down ";

    /** Takes copies. */
    public LeftInPlace {
        instances = Set.copyOf(instances);
        down = Set.copyOf(down);
    }

    /**
     * Takes what the process before left; nobody finds it a second time. A file that cannot be read says nothing.
     *
     * @param now by {@link System#nanoTime()}
     */
    public static LeftInPlace take(Path file, long now) {
        try {
            List<String> lines = new JournalFile(file).read();
            Files.deleteIfExists(file);
            if (lines.isEmpty()) {
                return NOTHING;
            }
            LeftInPlace left =
                    new LeftInPlace(behind(INSTANCE, lines), behind(DOWN, lines), Long.parseLong(lines.get(0)));
            if (left.until - now > 0) {
                LOG.log(Level.INFO, "carries on where the process before ended");
                return left;
            }
            LOG.log(Level.WARNING, "the process before ended in place too long ago; cleaning up as after a crash");
        } catch (UncheckedIOException | IOException | NumberFormatException unreadable) {
            LOG.log(
                    Level.WARNING,
                    "{0} does not tell what the process before left ({1}); cleaning up as after a crash",
                    file,
                    unreadable.getMessage());
        }
        return NOTHING;
    }

    private static Set<String> behind(String word, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .collect(Collectors.toSet());
    }

    /** Leaves it to the next process. */
    public void leave(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(Long.toString(until)));
        instances.forEach(name -> lines.add(INSTANCE + name));
        down.forEach(server -> lines.add(DOWN + server));
        new JournalFile(file).write(lines);
    }

    /** Whether an instance that starts now is to hold its VIPs at once. */
    public boolean holds(String instance, long now) {
        return instances.contains(instance) && until - now > 0;
    }
}
