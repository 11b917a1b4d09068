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
 * Probes on a fixed schedule, each independent of the others: one that waits does not delay the next. At most
 * {@value #MOST_OUTSTANDING} are outstanding; what cannot be sent for that reason is counted, not caught up on.
 *
 * <p>Threads: its own send and read; all methods may be called by any thread.
 */
public final class ProbeStream implements AutoCloseable {
    /** 25 a second. */
    public static final Duration INTERVAL = Duration.ofMillis(40);

    /** Below TCP's first retransmission of a SYN: see {@link Outage}. */
    public static final Duration TIMEOUT = Duration.ofMillis(900);

    private static final int MOST_OUTSTANDING = 48;

    private final Probe probe;
    private final Fingerprints fingerprints;
    private final Duration interval;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private final Semaphore slots = new Semaphore(MOST_OUTSTANDING);
    private final ScheduledExecutorService clockwork = Executors.newScheduledThreadPool(2);
    private final ExecutorService senders = Executors.newFixedThreadPool(MOST_OUTSTANDING);

    // Guarded by this.
    private final List<Sample> samples = new ArrayList<>();
    private final List<Timeline.Mark> marks = new ArrayList<>();
    private final List<Stall> stalls = new ArrayList<>();
    private int notSent;
    private long lastTickNanos;
    private boolean closed;

    private final Thread beat =
            thread("verify-beat", () -> new Beat(this::now, time -> Thread.sleep(time.toMillis()), this::note)
                    .run(this::isOpen));

    private ProbeStream(Probe probe, Fingerprints fingerprints, Duration interval, LongSupplier nanoClock) {
        this.probe = probe;
        this.fingerprints = fingerprints;
        this.interval = interval;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
        this.lastTickNanos = startNanos - interval.toNanos();
    }

    /**
     * Starts a stream, which goes on until it is closed.
     *
     * @param nanoClock monotonic, such as {@code System::nanoTime}
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the schedule ends with its executor
    public static ProbeStream start(Probe probe, Fingerprints fingerprints, Duration interval, LongSupplier nanoClock) {
        ProbeStream stream = new ProbeStream(probe, fingerprints, interval, nanoClock);
        stream.beat.start();
        probe.vantage().host().ifPresent(stream::startEcho);
        stream.clockwork.scheduleAtFixedRate(stream::tick, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
        return stream;
    }

    /** Time since the start. */
    public Duration now() {
        return Duration.ofNanos(nanoClock.getAsLong() - startNanos);
    }

    /** Notes that something is being done now, and says when that was. */
    public synchronized Duration mark(String label) {
        Duration at = now();
        marks.add(new Timeline.Mark(at, label));
        return at;
    }

    /** All so far. */
    public synchronized Timeline timeline() {
        return new Timeline(interval, samples, marks, stalls, notSent);
    }

    /**
     * Waits until what was seen so far fulfils a condition; it is looked at as each probe ends.
     *
     * @return whether it did within {@code limit}
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
     * Ends it at once. Probes in flight end by themselves within their timeout, and none of them is interrupted: that
     * could break the SSH session which they share.
     */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        beat.interrupt();
        clockwork.shutdown();
        senders.shutdown();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the outcome comes as a sample
    private void tick() {
        synchronized (this) {
            // After a pause of this machine the schedule calls in a burst: what was missed is missed.
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
        Echo echo = new Echo(host, probe.vantage(), this::now, time -> Thread.sleep(time.toMillis()), this::note);
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
            Outcome outcome = probe.ask(fingerprints, clockwork);
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
