package org.aloft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs programs. */
final class Shell {
    private Shell() {}

    /**
     * Runs a program to its end; gives what it printed on both streams. Fails with that text unless the exit code is 0.
     */
    static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + output.strip());
            }
            return output;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw stopped(interrupted);
        }
    }

    /** Lines of words, as one would type them; none of the words may hold a blank. */
    static void each(String lines) {
        lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> run(line.split(" +", -1)));
    }

    static Process start(List<String> prefix, List<String> command, ProcessBuilder.Redirect output) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(command);
        try {
            return new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(output)
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void pause(double seconds) {
        try {
            Thread.sleep(Math.round(seconds * 1000));
        } catch (InterruptedException interrupted) {
            throw stopped(interrupted);
        }
    }

    private static IllegalStateException stopped(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", interrupted);
    }
}
