package org.aloft.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches this machine itself: on each processor a process before all others wants to run each 5 ms, and says when it could not. Safe
 * for any thread.
 */
final class Beat implements AutoCloseable {
    /** Seconds between two runs of each process. */
    static final double PERIOD = 0.005;

    /**
     * That a processor did not run what comes first.
     *
     * @param until seconds since 1970
     * @param seconds by so many it was late
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

    /** Forgets what was so far. */
    synchronized void clear() {
        all.clear();
    }

    /** Each time since then by which the machine was late by more than 5 ms. */
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

    /** What the row is called. */
    static Row row(List<List<Double>> samples) {
        return Row.beside("  how late the machine let a process in real time be", "ms", samples);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
