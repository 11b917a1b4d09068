package org.aloft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A daemon under test on one host, running. For one thread. */
final class Router implements AutoCloseable {
    private static final double TICKS = 100;
    private static final String CONFIGURATION = "configuration";

    private final Wire.Host host;
    private final Process process;
    private final Path folder;
    private final Path log;

    private Router(Wire.Host host, Process process, Path folder) {
        this.host = host;
        this.process = process;
        this.folder = folder;
        this.log = folder.resolve("log");
    }

    /** Starts it and returns at once. */
    static Router start(Program program, Wire.Host host, Path folder, String configuration) {
        try {
            Path own = Files.createTempDirectory(folder, program.name());
            Path file = Files.writeString(own.resolve(CONFIGURATION), configuration);
            ProcessBuilder.Redirect log =
                    ProcessBuilder.Redirect.to(own.resolve("log").toFile());
            return new Router(host, Shell.start(host.prefix(), program.command(file, own), log), own);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Wire.Host host() {
        return host;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Its own files: the configuration, and its run directory. */
    Path folder() {
        return folder;
    }

    /** Writes another configuration and sends SIGHUP; returns at once. */
    void reload(String configuration) {
        try {
            Files.writeString(folder.resolve(CONFIGURATION), configuration);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        signal("HUP");
    }

    /** It and the processes that it started. */
    private Stream<ProcessHandle> tree() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    /** User and system time since start, in seconds. */
    double cpuSeconds() {
        return tree().mapToDouble(one -> {
                    String stat = read(Path.of("/proc", Long.toString(one.pid()), "stat"));
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
                })
                .sum();
    }

    /** Resident memory, in MB of 10^6 bytes. */
    double residentMegabytes() {
        return tree().mapToDouble(one -> read(Path.of("/proc", Long.toString(one.pid()), "status"))
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024 / 1e6)
                        .sum())
                .sum();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends the process itself a signal. */
    void signal(String name) {
        Shell.run("kill", "-" + name, Long.toString(process.pid()));
    }

    /** SIGKILL to all of it. */
    void kill() {
        List<ProcessHandle> all = tree().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        await();
    }

    /** SIGTERM. */
    void stop() {
        process.destroy();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    String log() {
        return read(log);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
