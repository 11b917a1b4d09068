package org.aloft.agent.track;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.TrackFileBlock;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.TrackingPlan;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.file.DirectoryWatch;
import org.aloft.agent.kernel.file.RegularFile;
import org.aloft.agent.log.Log;

/**
 * Reads every {@code track_file} when it has been written or replaced. A missing file, or one without a number, counts
 * as 0 and is logged.
 */
final class FileWatcher implements Watcher {
    private static final Logger LOG = Log.of(FileWatcher.class);

    /** How often a directory is looked for that is not there; the kernel does not tell when it comes. */
    private static final long BETWEEN_LOOKS = Duration.ofSeconds(1).toNanos();

    private final Poller poller;
    private final Readings readings;
    private Optional<DirectoryWatch> watch = Optional.empty();
    private final Map<Integer, Path> directories = new HashMap<>();
    private final Set<Path> missing = new HashSet<>();
    private List<Watched> files = List.of();
    private long lookAt = Deadline.NEVER;

    /** One {@code track_file} and what was last said of it. */
    private static final class Watched {
        final TrackFileBlock block;
        Optional<String> complaint = Optional.empty();

        Watched(TrackFileBlock block) {
            this.block = block;
        }
    }

    FileWatcher(Poller poller, Readings readings) {
        this.poller = poller;
        this.readings = readings;
    }

    @Override
    public void prepare(TrackingPlan plan, Set<TrackerKey> wanted) {
        if (!plan.files().isEmpty()) {
            open();
        }
    }

    private void open() {
        if (watch.isPresent()) {
            return;
        }
        DirectoryWatch opened = DirectoryWatch.open();
        try {
            poller.add(opened.fd());
        } catch (RuntimeException failure) {
            opened.close();
            throw failure;
        }
        watch = Optional.of(opened);
    }

    /** All of them, since real servers may track files as well. */
    @Override
    public void configure(TrackingPlan plan, Set<TrackerKey> wanted, long now) {
        List<Watched> next = new ArrayList<>();
        for (TrackFileBlock block : plan.files()) {
            Optional<Watched> known =
                    files.stream().filter(file -> file.block.equals(block)).findFirst();
            if (known.isEmpty()) {
                block.initial().ifPresent(initial -> InitialFile.write(block.file(), initial));
            }
            next.add(known.orElseGet(() -> new Watched(block)));
        }
        files = List.copyOf(next);
        prepare(plan, wanted);
        watchDirectories(now);
        files.forEach(this::read);
    }

    @Override
    public void release() {
        if (files.isEmpty()) {
            close();
        }
    }

    private void watchDirectories(long now) {
        Set<Path> wanted = new HashSet<>();
        files.forEach(file -> wanted.add(file.block.file().getParent()));
        directories.forEach((number, directory) -> {
            if (!wanted.contains(directory)) {
                watch.orElseThrow().forget(number);
            }
        });
        directories.values().retainAll(wanted);
        missing.clear();
        wanted.stream()
                .filter(directory -> !directories.containsValue(directory))
                .forEach(missing::add);
        find(now);
    }

    /** Tries to watch what is missing. */
    private boolean find(long now) {
        boolean found = missing.removeIf(directory -> {
            try {
                directories.put(watch.orElseThrow().watch(directory), directory);
                return true;
            } catch (KernelException notThere) {
                return false;
            }
        });
        lookAt = missing.isEmpty() ? Deadline.NEVER : now + BETWEEN_LOOKS;
        return found;
    }

    @Override
    public void turn(long now) {
        watch.filter(open -> poller.isReady(open.fd())).ifPresent(open -> hear(open, now));
        if (Deadline.isDue(lookAt, now) && find(now)) {
            files.forEach(this::read);
        }
    }

    private void hear(DirectoryWatch open, long now) {
        open.drain(new DirectoryWatch.Listener() {
            @Override
            public void changed(int number, String name) {
                Path directory = directories.get(number);
                files.stream()
                        .filter(file -> directory != null && file.block.file().equals(directory.resolve(name)))
                        .forEach(FileWatcher.this::read);
            }

            @Override
            public void directoryGone(int number) {
                Path directory = directories.remove(number);
                if (directory != null) {
                    open.forget(number); // one that was only renamed would still be heard
                    missing.add(directory);
                    find(now);
                    files.forEach(FileWatcher.this::read);
                }
            }

            @Override
            public void lost() {
                files.forEach(FileWatcher.this::read);
            }
        });
    }

    private void read(Watched file) {
        FileNumber found = numberIn(file.block.file());
        if (!found.complaint().equals(file.complaint)) {
            found.complaint()
                    .ifPresent(complaint -> LOG.log(
                            Level.WARNING,
                            "track_file {0}: {1}: {2}; it counts as 0",
                            file.block.name(),
                            file.block.file(),
                            complaint));
            file.complaint = found.complaint();
        }
        readings.read(new TrackerKey(TrackerKind.FILE, file.block.name()), new Reading.Value(found.number()));
    }

    private static FileNumber numberIn(Path file) {
        try {
            byte[] text = RegularFile.head(file, FileNumber.MOST_BYTES);
            return FileNumber.parse(new String(text, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException missing) {
            return new FileNumber(0, Optional.of("it is not there"));
        } catch (IOException failure) {
            return new FileNumber(0, Optional.of("it cannot be read: " + failure.getMessage()));
        }
    }

    @Override
    public long deadline() {
        return lookAt;
    }

    @Override
    public void close() {
        watch.ifPresent(open -> {
            poller.remove(open.fd());
            open.close();
        });
        watch = Optional.empty();
        directories.clear();
        missing.clear();
        lookAt = Deadline.NEVER;
    }
}
