package org.aloft.topology.inventory;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Programs that print an inventory, and how long and how much they may. What they say on standard error is seen at
 * once, as they may ask for something; its end is part of the message where they fail.
 *
 * @param searchPath where programs are looked for, as {@code PATH} has it
 * @param longest that one may take
 * @param most bytes that one may print
 */
record InventoryPrograms(String searchPath, Duration longest, int most) {
    /** A cloud's answer takes its time; one that never comes must not hold anybody up for good. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** As much as a file may have. */
    private static final int MOST = 64 * 1024 * 1024;

    private static final int ERRORS_KEPT = 2_000;

    /** Those that this process finds. */
    static InventoryPrograms here() {
        return new InventoryPrograms(Optional.ofNullable(System.getenv("PATH")).orElse(""), LONGEST, MOST);
    }

    /** Why there is no output that could be read. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(String message) {
            super(message);
        }
    }

    /** The program of this name. */
    Optional<Path> find(String name) {
        return Stream.of(searchPath.split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /**
     * What a program prints.
     *
     * @param environment beside what this process has
     */
    String output(List<String> command, Map<String, String> environment) throws FailedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new FailedException("it cannot be run: " + e.getMessage());
        }
        try {
            return output(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("interrupted while it ran");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private String output(Process process) throws FailedException, InterruptedException {
        long until = System.nanoTime() + longest.toNanos();
        Kept printed = new Kept(process.getInputStream(), most, false);
        Kept said = new Kept(process.getErrorStream(), 16 * ERRORS_KEPT, true);
        printed.start();
        said.start();
        // Whoever prints too much is not read any further, and may wait for ever.
        boolean read = printed.awaitEnd(until) && !printed.tooMuch;
        boolean ended = read && process.waitFor(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (printed.tooMuch) {
            throw new FailedException("it printed more than " + most / (1024 * 1024) + " MiB");
        }
        if (!ended) {
            throw new FailedException("it took longer than " + longest.toSeconds() + " s" + said.words());
        }
        said.awaitEnd(until);
        if (process.exitValue() != 0) {
            throw new FailedException("it failed with exit code " + process.exitValue() + said.words());
        }
        return printed.text();
    }

    /**
     * What comes out of a stream, read by a thread of its own: all of it until it is too much; of what is shown, the end.
     */
    private static final class Kept extends Thread {
        private final InputStream stream;
        private final int most;
        private final boolean shown;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile boolean tooMuch;

        Kept(InputStream stream, int most, boolean shown) {
            super("aloft inventory program");
            this.stream = stream;
            this.most = most;
            this.shown = shown;
            setDaemon(true);
        }

        @Override
        public void run() {
            byte[] part = new byte[8192];
            try {
                int count = stream.read(part);
                while (count >= 0) {
                    add(part, count);
                    count = tooMuch ? -1 : stream.read(part);
                }
            } catch (IOException e) {
                // The program was ended, and whoever ended it says why.
                return;
            }
        }

        private synchronized void add(byte[] part, int count) {
            bytes.write(part, 0, count);
            if (!shown) {
                tooMuch = bytes.size() > most;
                return;
            }
            System.err.write(part, 0, count);
            System.err.flush();
            if (bytes.size() > most) {
                byte[] all = bytes.toByteArray();
                bytes.reset();
                bytes.write(all, all.length - ERRORS_KEPT, ERRORS_KEPT);
            }
        }

        /** Whether nothing more comes. */
        boolean awaitEnd(long until) throws InterruptedException {
            TimeUnit.NANOSECONDS.timedJoin(this, Math.max(1, until - System.nanoTime()));
            return !isAlive();
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        /** The end of it, as part of a message; empty when there is nothing. */
        String words() {
            String text = text().strip();
            String end =
                    text.substring(Math.max(0, text.length() - ERRORS_KEPT)).strip();
            return end.isEmpty() ? "" : ", and said: " + end;
        }
    }
}
