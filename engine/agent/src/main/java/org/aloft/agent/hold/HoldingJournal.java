package org.aloft.agent.hold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.VirtualRoute;
import org.aloft.agent.config.language.HoldingLine;
import org.aloft.agent.kernel.file.JournalFile;
import org.aloft.agent.log.Log;

/**
 * What this daemon has put on the host, kept in a file. After a crash the next start finds there what is to be removed,
 * even when the configuration has changed since.
 *
 * <p>One line a holding ({@link Holding#journalLine()}), written before it is put on the host and after it is taken
 * away, so that the file never names too few. VIPs that may come are named from the start: a takeover need not wait for
 * a file. A file that cannot be written is an error in the log and nothing more: a
 * VIP in service is worth more than the memory of it. The next change tries again, and so does {@link #catchUp}. For
 * one thread.
 */
public final class HoldingJournal {
    private static final Logger LOG = Log.of(HoldingJournal.class);

    /** Between two attempts to write while nothing changes. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final JournalFile file;
    private final Set<String> lines = new LinkedHashSet<>();
    private Set<String> expected = Set.of();

    /** What the file names for certain. */
    private Set<String> written = Set.of();

    private boolean behind;
    private long tried;

    /**
     * Opens the journal and keeps what an earlier run left in it.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public HoldingJournal(Path file) {
        this.file = new JournalFile(file);
        this.file.read().stream()
                .filter(line -> HoldingLine.read(line).isPresent())
                .forEach(lines::add);
    }

    /** In the order in which they were put on the host. */
    public List<Holding> entries() {
        return lines.stream().map(HoldingLine::read).flatMap(Optional::stream).toList();
    }

    /** The routes among them, in that order. */
    List<VirtualRoute> routes() {
        return lines.stream()
                .filter(line -> line.startsWith(VirtualRoute.JOURNAL))
                .map(HoldingLine::read)
                .flatMap(Optional::stream)
                .map(VirtualRoute.class::cast)
                .toList();
    }

    /** Notes the same thing under another line, as when a reload finds it written differently. */
    void rewrite(Holding before, Holding after) {
        if (has(before) && !before.journalLine().equals(after.journalLine())) {
            add(List.of(after));
            remove(List.of(before));
        }
    }

    /** Whether this was noted, now or by an earlier run. */
    public boolean has(Holding holding) {
        return lines.contains(holding.journalLine());
    }

    /** Notes what may be put on the host at any moment, and no longer what was noted so before. */
    void expect(Collection<? extends Holding> holdings) {
        Set<String> next = Set.copyOf(journalLines(holdings));
        if (!next.equals(expected)) {
            expected = next;
            write();
        }
    }

    /** Notes what is about to be put on the host, in one write; none where all of it is named already. */
    public void add(Collection<? extends Holding> holdings) {
        List<String> added = journalLines(holdings);
        lines.addAll(added);
        if (behind || !written.containsAll(added)) {
            write();
        }
    }

    /** Removes entries of what is no longer on the host, in one write. */
    public void remove(Collection<? extends Holding> holdings) {
        Set<String> removed = Set.copyOf(journalLines(holdings));
        boolean named = lines.removeAll(removed) && !expected.containsAll(removed);
        if (named || behind) {
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
        Set<String> all = new LinkedHashSet<>(lines);
        all.addAll(expected);
        written = Set.of();
        try {
            file.write(all);
            written = all;
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
