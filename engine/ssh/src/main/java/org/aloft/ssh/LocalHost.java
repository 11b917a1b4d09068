package org.aloft.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** This machine: each command is a process of {@code sh}. Safe for use by several threads. */
final class LocalHost implements CommandHost {
    private static final long LONGEST_END_MILLIS = 500;

    private final ExecutorService threads;
    private volatile boolean closed;

    /** @param threads read what processes print; two for each */
    LocalHost(ExecutorService threads) {
        this.threads = threads;
    }

    @Override
    public CommandChannel newChannel() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        return new Sh();
    }

    @Override
    public String user() {
        return System.getProperty("user.name");
    }

    @Override
    public boolean isConnected() {
        return !closed;
    }

    @Override
    public void disconnect() {
        closed = true;
    }

    /** One process, and what it prints. */
    private final class Sh implements CommandChannel {
        private volatile Process process;
        private volatile int status = -1;
        private volatile boolean left;

        @Override
        public void start(String command, OutputStream output, OutputStream errors, Duration deadline)
                throws IOException {
            Process started = new ProcessBuilder("/bin/sh", "-c", command).start();
            process = started;
            try {
                Future<?> printed = threads.submit(() -> pump(started.getInputStream(), output));
                threads.execute(() -> {
                    pump(started.getErrorStream(), errors);
                    end(started, printed, errors);
                });
            } catch (RejectedExecutionException closing) {
                started.destroy();
                throw new IOException("closed", closing);
            }
        }

        /** One that nobody listens to any more stops on SIGPIPE when it prints. */
        private void pump(InputStream from, OutputStream to) {
            byte[] buffer = new byte[8192];
            try (from) {
                for (int count = from.read(buffer); count >= 0 && !left; count = from.read(buffer)) {
                    to.write(buffer, 0, count);
                }
            } catch (IOException ended) {
                return; // its exit status says the rest
            }
        }

        private void end(Process ended, Future<?> printed, OutputStream errors) {
            try {
                printed.get();
                status = ended.waitFor();
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException failed) {
                status = -1;
            }
            try {
                errors.close();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        @Override
        public OutputStream input() {
            return process.getOutputStream();
        }

        @Override
        public boolean isOpen() {
            try {
                // A pipe breaks a moment before its reader's end is known.
                return !left && process != null && !process.waitFor(LONGEST_END_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public boolean wasRefused() {
            return false;
        }

        @Override
        public int exitStatus() {
            return status;
        }

        @Override
        public String signal() {
            return "";
        }

        @Override
        public void disconnect() {
            left = true;
            try {
                process.getOutputStream().close();
            } catch (IOException alreadyClosed) {
                return; // it reads no more, which is what was wanted
            }
        }
    }
}
