package org.aloft.verify.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Sends probes on a fixed schedule, independent of each other: a slow one does not delay the next. At most {@value
 * #MOST_OUTSTANDING} are outstanding; those skipped for that reason are counted, not made up for.
 *
 * <p>Has threads of its own for sending, reading and noticing {@linkplain Stall stalls}. Safe for use by several
 * threads.
 */
public final class ProbeStream implements AutoCloseable {
    /** 25 per second. */
    public static final Duration INTERVAL = Duration.ofMillis(40);

    /** Less than TCP's first SYN retransmission: see {@link Outage}. */
    public static final Duration TIMEOUT = Duration.ofMillis(900);

    private static final int MOST_OUTSTANDING = 48;

    private final Probe probe;
    private final Fingerprints fingerprints;
    private final Duration interval;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private final Semaphore slots = new Semaphore(MOST_OUTSTANDING);
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
    private final ExecutorService senders = Executors.newFixedThreadPool(MOST_OUTSTANDING);

    // Guarded by this.
    private final List<Sample> samples = new ArrayList<>();
    private final List<Timeline.Mark> marks = new ArrayList<>();
    private final List<Stall> stalls = new ArrayList<>();
    private int notSent;
    private long lastTickNanos;
    private boolean closed;

    private final Thread beat =
            thread("verify-beat", () -> new Beat(this::now, Sleep.onThread(), this::note).run(this::isOpen));

    private ProbeStream(Probe probe, Fingerprints fingerprints, Duration interval, LongSupplier nanoClock) {
        this.probe = probe;
        this.fingerprints = fingerprints;
        this.interval = interval;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
        this.lastTickNanos = startNanos - interval.toNanos();
    }

    /**
     * Starts a stream; it runs until it is closed.
     *
     * @param nanoClock monotonic, such as {@code System::nanoTime}
     */
    @SuppressWarnings("FutureReturnValueIgnored") // ends with the executor
    public static ProbeStream start(Probe probe, Fingerprints fingerprints, Duration interval, LongSupplier nanoClock) {
        ProbeStream stream = new ProbeStream(probe, fingerprints, interval, nanoClock);
        stream.beat.start();
        probe.vantage().host().ifPresent(stream::startEcho);
        stream.scheduler.scheduleAtFixedRate(stream::tick, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
        return stream;
    }

    /** Time since the start. */
    public Duration now() {
        return Duration.ofNanos(nanoClock.getAsLong() - startNanos);
    }

    /** Marks the current moment, and returns it. */
    public synchronized Duration mark(String label) {
        Duration at = now();
        marks.add(new Timeline.Mark(at, label));
        return at;
    }

    /** Everything so far. */
    public synchronized Timeline timeline() {
        return new Timeline(interval, samples, marks, stalls, notSent);
    }

    /**
     * Waits for a condition, evaluated as each probe ends.
     *
     * @return whether it was met within {@code limit}
     */
    public synchronized boolean await(Predicate<Timeline> condition, Duration limit) throws InterruptedException {
        long end = nanoClock.getAsLong() + limit.toNanos();
        while (!condition.test(timeline())) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - nanoClock.getAsLong());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /**
     * Stops sending. Probes in flight end within their timeout; they are not interrupted, which could break the SSH
     * session that they share.
     */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        beat.interrupt();
        scheduler.shutdown();
        senders.shutdown();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is recorded as a sample
    private void tick() {
        synchronized (this) {
            // After a pause of this machine the executor calls in a burst; missed probes are not made up for.
            long nanos = nanoClock.getAsLong();
            if (nanos - lastTickNanos < interval.toNanos() / 2) {
                notSent++;
                return;
            }
            lastTickNanos = nanos;
        }
        if (slots.tryAcquire()) {
            senders.submit(this::send);
        } else {
            synchronized (this) {
                notSent++;
            }
        }
    }

    private void startEcho(String host) {
        Echo echo = new Echo(host, probe.vantage(), this::now, Sleep.onThread(), this::note);
        thread("verify-echo", () -> echo.run(this::isOpen)).start();
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private synchronized void note(Stall stall) {
        stalls.add(stall);
    }

    private synchronized boolean isOpen() {
        return !closed;
    }

    private void send() {
        try {
            Duration sentAt = now();
            Outcome outcome = probe.ask(fingerprints, scheduler);
            Duration doneAt = now();
            synchronized (this) {
                samples.add(new Sample(sentAt, doneAt, outcome));
                notifyAll();
            }
        } finally {
            slots.release();
        }
    }
}
