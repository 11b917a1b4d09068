package org.aloft.agent.hold;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.HoldingLine;
import org.aloft.agent.log.Log;

/**
 * What this daemon has put on the host, kept in a file of a file system that does not survive a reboot (as the holdings do not).
 * After a crash the next start finds there what is to be removed, even when the configuration has changed since.
 *
 * <p>One line a holding ({@link Holding#journalLine()}), written before it is put on the host and after it is taken away, so that the
 * file never names too few. A file that cannot be written is an error in the log and nothing more: a VIP in service is worth more than
 * the memory of it. The next change tries again, and so does {@link #catchUp}. For one thread.
 */
public final class HoldingJournal {
    private static final Logger LOG = Log.of(HoldingJournal.class);

    /** Between two attempts to write while nothing changes. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Path file;
    private final Set<String> lines = new LinkedHashSet<>();
    private boolean behind;
    private long tried;

    /**
     * Opens the journal and keeps what an earlier run left in it.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public HoldingJournal(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                // Bytes that are no UTF-8 spoil the line that they are in, and no other.
                new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> HoldingLine.read(line).isPresent())
                        .forEach(lines::add);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file + "; make it readable or remove it", failure);
        }
    }

    /** In the order in which they were put on the host. */
    public List<Holding> entries() {
        return lines.stream().map(HoldingLine::read).flatMap(Optional::stream).toList();
    }

    /** Whether this was noted, now or by an earlier run. */
    public boolean has(Holding holding) {
        return lines.contains(holding.journalLine());
    }

    /** Notes what is about to be put on the host, in one write. */
    public void add(Collection<? extends Holding> holdings) {
        if (lines.addAll(journalLines(holdings)) || behind) {
            write();
        }
    }

    /** Strikes out what is no longer on the host, in one write. */
    public void remove(Collection<? extends Holding> holdings) {
        if (lines.removeAll(Set.copyOf(journalLines(holdings))) || behind) {
            write();
        }
    }

    /**
     * Writes what could not be written, if that was some time ago; else costs nothing.
     *
     * @param now by {@link System#nanoTime()}
     */
    public void catchUp(long now) {
        if (behind && now - tried >= RETRY.toNanos()) {
            tried = now;
            write();
        }
    }

    /** Writes the file as it is once more, so that a write that matters finds its code loaded. */
    void rewrite() {
        write();
    }

    private static List<String> journalLines(Collection<? extends Holding> holdings) {
        return holdings.stream().map(Holding::journalLine).toList();
    }

    private void write() {
        String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (OutputStream out =
                    new FileOutputStream(next.toFile())) { // half the code of Files.writeString runs in it
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (behind) {
                LOG.log(Level.INFO, "{0} is written again", file);
            }
            behind = false;
        } catch (IOException failure) {
            if (!behind) {
                LOG.log(
                        Level.ERROR,
                        "cannot write {0}: {1}; VIPs are served all the same, but a crash would leave them behind:"
                                + " make room on its file system",
                        file,
                        failure.getMessage());
            }
            behind = true;
        }
    }
}
