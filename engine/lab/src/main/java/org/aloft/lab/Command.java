package org.aloft.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a program of this machine to its end. Stateless. */
final class Command {
    /**
     * How it ended.
     *
     * @param exitCode its status
     * @param output what it wrote, both streams in one
     */
    record Result(int exitCode, String output) {}

    private Command() {}

    /** What the program wrote; its failure is a {@link LabException} that begins with {@code purpose}. */
    static String require(String purpose, Duration limit, List<String> arguments) {
        Result result = run(limit, arguments);
        if (result.exitCode() != 0) {
            throw new LabException(
                    purpose + " failed with exit status " + result.exitCode()
                            + (result.output().isBlank() ? "" : ": " + lastLines(result.output(), 5)),
                    "to see more, run by hand: " + String.join(" ", arguments));
        }
        return result.output();
    }

    /** As {@link #require(String, Duration, List)}, with half a minute's time. */
    static String require(String purpose, String... arguments) {
        return require(purpose, Duration.ofSeconds(30), List.of(arguments));
    }

    /**
     * Runs it, with nothing on its standard input. One that takes longer than {@code limit} is killed, and a
     * LabException.
     */
    static Result run(Duration limit, List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .redirectErrorStream(true)
                .directory(Path.of("/").toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "DEBIAN_FRONTEND", "noninteractive"));
        Process process = start(builder);
        try {
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> readAll(process));
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LabException(
                        String.join(" ", arguments) + " did not end within " + limit.toSeconds() + " s and was killed",
                        "is the machine very busy? Try again");
            }
            return new Result(process.exitValue(), output.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while running " + arguments.get(0), "run it again", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new LabException(
                    "cannot start " + builder.command().get(0) + ": " + e.getMessage(),
                    "install it: apt-get install " + builder.command().get(0),
                    e);
        }
    }

    static String lastLines(String text, int count) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    private static String readAll(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
