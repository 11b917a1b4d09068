package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** {@code aloft status --watch} on a thread of its own, whose output goes to no terminal. */
final class StatusOnWatch implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final Thread thread;

    private StatusOnWatch(String... commandLine) {
        thread = new Thread(() -> status.complete(Aloft.run(Invocation.notATerminal(out, err), commandLine)));
    }

    /** Begins, and waits for the table. */
    static StatusOnWatch of(String... commandLine) throws InterruptedException {
        StatusOnWatch watch = new StatusOnWatch(commandLine);
        watch.thread.start();
        watch.await("WHAT");
        return watch;
    }

    String text() {
        return out.toString();
    }

    /** Waits until it has said this. */
    void await(String words) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!text().contains(words) && System.nanoTime() < end && thread.isAlive()) {
            Thread.sleep(100);
        }
        assertThat(text()).as(err.toString()).contains(words);
    }

    /** Ends it as Ctrl-C does. */
    @Override
    public void close() {
        thread.interrupt();
        assertThat(status).succeedsWithin(LIMIT).isEqualTo(ExitCode.INTERRUPTED.status());
    }
}
