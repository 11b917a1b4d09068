package org.aloft.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Watches this machine itself: on each processor a process before all others wants to run each 5 ms, and says when it could not. Safe
 * for any thread.
 */
final class Beat implements AutoCloseable {
    private final Process process;
    private double latest;

    private Beat(Process process) {
        this.process = process;
        BufferedReader reader = process.inputReader();
        Thread thread = new Thread(() -> read(reader), "beat");
        thread.setDaemon(true);
        thread.start();
    }

    static Beat start(Path folder) {
        try {
            Path script = Files.writeString(folder.resolve("beat.py"), script("beat.py"));
            return new Beat(Shell.start(
                    List.of(), List.of("python3", script.toString(), "0.005"), ProcessBuilder.Redirect.PIPE));
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

    private void read(BufferedReader reader) {
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                late(Double.parseDouble(line));
            }
        } catch (IOException ended) {
            // the process was ended: there is no more to read
        }
    }

    private synchronized void late(double seconds) {
        latest = Math.max(latest, seconds);
    }

    /** Forgets what was so far. */
    synchronized void clear() {
        latest = 0;
    }

    /** The longest time since then by which the machine was late, in milliseconds; 0 if it was never late by 5. */
    synchronized double latestMillis() {
        if (!process.isAlive()) {
            throw new IllegalStateException("beat.py ended before the measurement did");
        }
        return latest * 1000;
    }

    /** What the row is called. */
    static Row row(double aloftd, double keepalived) {
        return Row.beside(
                "  how late the machine let a process in real time be", "ms", List.of(aloftd), List.of(keepalived));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
