package org.aloft.agent.thread;

import java.time.Duration;
import java.util.Optional;

/** The pulse of a thread that is no loop of ours; it says itself that it is alive. Safe for any thread. */
public final class Heartbeat implements Pulse {
    private final String name;
    private final long patience;
    private volatile Optional<Thread> thread = Optional.empty();
    private volatile long lastTurn = System.nanoTime();
    private volatile boolean ended;

    /**
     * Beats from now on.
     *
     * @param name of the thread
     * @param patience how long it may take from one beat to the next
     */
    public Heartbeat(String name, Duration patience) {
        this.name = name;
        this.patience = patience.toNanos();
    }

    /** From that thread: it is alive. */
    public void beat() {
        if (thread.isEmpty()) {
            thread = Optional.of(Thread.currentThread());
        }
        lastTurn = System.nanoTime();
    }

    /** It may end. One that ends without this hangs. */
    public void end() {
        ended = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Thread> thread() {
        return thread;
    }

    @Override
    public long lastTurn() {
        return lastTurn;
    }

    @Override
    public long patience() {
        return patience;
    }

    @Override
    public boolean isBeating() {
        return !ended;
    }
}
