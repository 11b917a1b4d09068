package org.aloft.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits for a host's sshd to say its first line (RFC 4253 section 4.2), connecting again and again from within the
 * lab's network namespace. It does so from when it is made, so that several can wait at a time. {@link #await} belongs
 * to one thread; any thread may close it, which ends the waiting.
 */
final class Greeting implements AutoCloseable {
    /** Between a connection that ended without the line, as when sshd is about to start, and the next. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final LabSpec spec;
    private final LabHost host;
    private final Duration limit;
    private final BooleanSupplier hasPower;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<Void> timer;

    // Guarded by this. One process without children, so that killing it leaves nothing, whenever that is.
    private Process connection;

    /**
     * @param limit for how long to wait, from now on
     * @param hasPower whether waiting makes sense
     */
    Greeting(LabSpec spec, LabHost host, Duration limit, BooleanSupplier hasPower) {
        this.spec = spec;
        this.host = host;
        this.limit = limit;
        this.hasPower = hasPower;
        this.connection = connect();
        this.timer = CompletableFuture.runAsync(
                this::end, CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    LabHost host() {
        return host;
    }

    /** Returns once the host has greeted. */
    void await() {
        try {
            while (!isGreeted()) {
                if (ended.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw failure("its sshd gave no answer within " + limit.toSeconds() + " s");
                }
                if (!hasPower.getAsBoolean()) {
                    throw failure("it went off while it started");
                }
                connectAgain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting for host " + host.name(), "run it again", e);
        }
    }

    private LabException failure(String why) {
        return new LabException(
                "host " + host.name() + " (" + host.address() + ") did not start: " + why,
                "is the machine very busy, or short of memory? Try again");
    }

    /** Whether this connection brings the line; waits for that until it ends. */
    private boolean isGreeted() {
        try (BufferedReader reader = current().inputReader(StandardCharsets.ISO_8859_1)) {
            String line = reader.readLine();
            while (line != null && !line.startsWith("SSH-")) {
                line = reader.readLine();
            }
            return line != null;
        } catch (IOException e) {
            return false; // killed in the middle of a line
        }
    }

    private synchronized Process current() {
        return connection;
    }

    private synchronized void connectAgain() {
        connection.destroyForcibly();
        if (ended.getCount() > 0) {
            connection = connect();
        }
    }

    /**
     * Some attempts of one process, as a process costs more than an attempt. connect-timeout: a host that is off does
     * not answer ARP, and the kernel would wait three seconds for it. -T: a server that accepts and is silent is left
     * after so many seconds.
     */
    private Process connect() {
        return Command.start(new ProcessBuilder(
                        "nsenter",
                        "--net=/run/netns/" + spec.name(),
                        "socat",
                        "-u",
                        "-T",
                        "10",
                        "TCP:" + host.address() + ":22,retry=10,interval=0.1,connect-timeout=1",
                        "STDOUT")
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    }

    private synchronized void end() {
        ended.countDown();
        connection.destroyForcibly();
    }

    /** Returns when its process is gone. */
    @Override
    public void close() {
        timer.cancel(false);
        end();
        current().onExit().join();
    }
}
