package org.aloft.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A daemon, in a network namespace or on another host, seen through its process and its log. Killed when closed. */
public final class Router implements AutoCloseable {
    private static final long LONGEST_WAIT_SECONDS = 90;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> log = new ArrayList<>();

    private Router(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "log of process " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static Router start(String namespace, List<String> command, Path directory) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(command);
        return start(all, directory);
    }

    /** As a command says that is whole. */
    public static Router start(List<String> command, Path directory) {
        try {
            return new Router(new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            lines.add("(the log ends: " + closed.getMessage() + ")");
        }
    }

    /** Waits for the next line that contains {@code part}. */
    public Router await(String part) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
        while (true) {
            String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError("the log does not say within " + LONGEST_WAIT_SECONDS + " s: " + part + "\n"
                        + String.join("\n", log));
            }
            log.add(line);
            if (line.contains(part)) {
                return this;
            }
        }
    }

    /** Waits until each of these parts was in a line, in whatever order. */
    Router awaitAll(Collection<String> parts) throws InterruptedException {
        List<String> missing = new ArrayList<>(parts);
        while (!missing.isEmpty()) {
            await("");
            missing.removeIf(log.get(log.size() - 1)::contains);
        }
        return this;
    }

    /** Writes a line to its standard input. */
    void say(String line) {
        try {
            process.outputWriter().write(line + "\n");
            process.outputWriter().flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The lines that were waited through. */
    List<String> seen() {
        return List.copyOf(log);
    }

    long pid() {
        return process.pid();
    }

    /** Sends a signal by its name without SIG. */
    void signal(String name) {
        Commands.run("kill", "-" + name, Long.toString(process.pid()));
    }

    /** Waits for its end, which must be a good one. */
    void awaitCleanExit() throws InterruptedException {
        int code = exitCode();
        lines.drainTo(log);
        if (code != 0) {
            throw new AssertionError("ended with " + code + "\n" + String.join("\n", log));
        }
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still runs: " + process.info() + "\n" + String.join("\n", log));
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
