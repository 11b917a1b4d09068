package org.aloft.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Watches this machine itself: on each processor a process of the highest priority wakes every 5 ms and reports when it
 * woke late. Safe for use by several threads.
 */
final class Beat implements AutoCloseable {
    /** Seconds between two wake-ups of a process. */
    static final double PERIOD = 0.005;

    private static final String STALL = "  longest stall of the machine, seen by a real-time process";

    /**
     * A stall: a processor did not run even the process of the highest priority.
     *
     * @param until seconds since 1970
     * @param seconds how late it woke
     */
    record Late(double until, double seconds) {
        static Late of(String line) {
            int blank = line.indexOf(' ');
            return new Late(
                    Double.parseDouble(line.substring(0, blank)), Double.parseDouble(line.substring(blank + 1)));
        }
    }

    private final Process process;
    private final List<Late> all = new ArrayList<>();

    private Beat(Process process) {
        this.process = process;
        Lines.follow(process, "beat", line -> late(Late.of(line)));
    }

    static Beat start(Path folder) {
        try {
            Path script = Files.writeString(folder.resolve("beat.py"), script("beat.py"));
            return new Beat(Shell.start(
                    List.of(),
                    List.of("python3", script.toString(), Double.toString(PERIOD)),
                    ProcessBuilder.Redirect.PIPE));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A script of this package. */
    static String script(String name) {
        try (InputStream text = Beat.class.getResourceAsStream(name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private synchronized void late(Late one) {
        all.add(one);
    }

    /** Forgets the stalls so far. */
    synchronized void clear() {
        all.clear();
    }

    /** Each stall of more than 5 ms since then. */
    synchronized List<Late> late() {
        if (!process.isAlive()) {
            throw new IllegalStateException("beat.py ended before the measurement did");
        }
        return List.copyOf(all);
    }

    /** The longest of them, in milliseconds. */
    static double latestMillis(List<Late> late) {
        return late.stream().mapToDouble(Late::seconds).max().orElse(0) * 1000;
    }

    /** The row that helps to read the others. */
    static Row row(List<List<Double>> samples) {
        return Row.beside(STALL, "ms", samples);
    }

    /** The same beside a row that has no keepalived. */
    static Row row(double millis) {
        return new Row(STALL, "ms", millis, Optional.empty(), "", Verdict.NONE, List.of(List.of(millis), List.of()));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
