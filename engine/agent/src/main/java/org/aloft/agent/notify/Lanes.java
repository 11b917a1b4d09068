package org.aloft.agent.notify;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.log.Log;

/**
 * Deliveries that wait, and those under way. They start in order; those of one lane run one after the other, so that
 * none overtakes and a hung receiver holds up no other. What fails is tried again after a pause, still in its place.
 *
 * <p>Confined to one thread, on which the executor runs what it is given; it never waits.
 */
final class Lanes {
    private static final Logger LOG = Log.of(Lanes.class);

    /** In one lane; what is older is dropped, since the last news counts most. */
    static final int LONGEST = 200;

    /** Lanes under way at one time: a director of 255 instances need not start 255 scripts in one moment. */
    static final int MOST_AT_ONCE = 32;

    /** Between the attempts. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(60));

    private final Courier courier;
    private final LongSupplier clock;
    private final Executor ownThread;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Queue<Lane> ready = new ArrayDeque<>();
    private int underWay;

    /** Deliveries of one receiver. */
    private static final class Lane {
        final String name;
        final Deque<Delivery> waiting = new ArrayDeque<>();
        boolean busy;
        boolean queued;
        int failures;
        long againAt = Deadline.NEVER;
        long dropped;

        Lane(String name) {
            this.name = name;
        }
    }

    /**
     * No deliveries.
     *
     * @param clock nanoseconds that only grow
     * @param ownThread runs something later on the thread that this object is confined to
     */
    Lanes(Courier courier, LongSupplier clock, Executor ownThread) {
        this.courier = courier;
        this.clock = clock;
        this.ownThread = ownThread;
    }

    /** Takes a delivery, and begins it if nothing is in its way. */
    void add(Delivery delivery) {
        Lane lane = lanes.computeIfAbsent(delivery.lane(), Lane::new);
        if (lane.waiting.size() == LONGEST) {
            dropOldest(lane);
        }
        lane.waiting.addLast(delivery);
        makeReady(lane);
        beginNext();
    }

    private static void dropOldest(Lane lane) {
        Delivery underWay = lane.busy ? lane.waiting.removeFirst() : null;
        lane.waiting.removeFirst();
        if (underWay != null) {
            lane.waiting.addFirst(underWay);
        }
        lane.dropped++;
        if (lane.dropped == 1) {
            LOG.log(
                    Level.WARNING,
                    "more than {0} notifications wait for {1}; the oldest are dropped",
                    Integer.toString(LONGEST),
                    lane.name);
        }
    }

    private void makeReady(Lane lane) {
        if (!lane.busy && !lane.queued && lane.againAt == Deadline.NEVER && !lane.waiting.isEmpty()) {
            lane.queued = true;
            ready.add(lane);
        }
    }

    private void beginNext() {
        while (underWay < MOST_AT_ONCE && !ready.isEmpty()) {
            Lane lane = ready.remove();
            lane.queued = false;
            lane.busy = true;
            underWay++;
            Delivery first = lane.waiting.getFirst();
            courier.deliver(first, outcome -> ownThread.execute(() -> ended(lane, outcome)));
        }
    }

    private void ended(Lane lane, Outcome outcome) {
        underWay--;
        lane.busy = false;
        Delivery delivery = lane.waiting.getFirst();
        if (outcome instanceof Outcome.Failed failed && failed.again() && lane.failures < PAUSES.size()) {
            Duration pause = PAUSES.get(lane.failures);
            lane.failures++;
            lane.againAt = clock.getAsLong() + pause.toNanos();
            LOG.log(
                    Level.WARNING,
                    "{0}: {1}; tried again in {2} s",
                    delivery.what(),
                    failed.why(),
                    Long.toString(pause.toSeconds()));
        } else {
            log(delivery, outcome);
            lane.waiting.removeFirst();
            lane.failures = 0;
            if (lane.waiting.isEmpty()) {
                forget(lane);
            }
            makeReady(lane);
        }
        beginNext();
    }

    private void forget(Lane lane) {
        if (lane.dropped > 0) {
            LOG.log(Level.WARNING, "{0} notifications for {1} were dropped", Long.toString(lane.dropped), lane.name);
        }
        lanes.remove(lane.name);
    }

    private static void log(Delivery delivery, Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            LOG.log(Level.ERROR, "{0}: {1}; given up", delivery.what(), failed.why());
        } else if (outcome instanceof Outcome.Delivered delivered) {
            LOG.log(Level.INFO, "{0}{1}", delivery.what(), delivered.note().isEmpty() ? "" : ": " + delivered.note());
        }
    }

    /** When {@link #timePassed} is due, or {@link Deadline#NEVER}. */
    long deadline() {
        return lanes.values().stream().mapToLong(lane -> lane.againAt).min().orElse(Deadline.NEVER);
    }

    /** Tries again what is due. */
    void timePassed() {
        long now = clock.getAsLong();
        for (Lane lane : new ArrayList<>(lanes.values())) {
            if (Deadline.isDue(lane.againAt, now)) {
                lane.againAt = Deadline.NEVER;
                makeReady(lane);
            }
        }
        beginNext();
    }

    /** Whether everything was delivered or given up. */
    boolean isIdle() {
        return lanes.isEmpty();
    }

    /** What has not been delivered, for the log at the end. */
    List<Delivery> waiting() {
        return lanes.values().stream().flatMap(lane -> lane.waiting.stream()).toList();
    }
}
