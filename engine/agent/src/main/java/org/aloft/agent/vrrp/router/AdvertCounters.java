package org.aloft.agent.vrrp.router;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.aloft.agent.vrrp.wire.DropReason;

/** The adverts that one instance sent and heard. Counted by the VRRP thread, read by any. */
public final class AdvertCounters {
    private static final long NEVER = Long.MIN_VALUE;

    final AtomicLong sent = new AtomicLong();
    final AtomicLong received = new AtomicLong();
    final AtomicLong transitions = new AtomicLong();
    final AtomicLong becameActive = new AtomicLong();
    final AtomicLong releasedActive = new AtomicLong();
    final AtomicLong clashes = new AtomicLong();
    private final AtomicLong lastSentAt = new AtomicLong(NEVER);
    private final AtomicLong lastReceivedAt = new AtomicLong(NEVER);
    private final Map<DropReason, AtomicLong> dropped = new EnumMap<>(DropReason.class);

    /** Between the last two adverts of the active router, whoever that is; 0 before there were two. */
    private long lastInterval;

    private boolean beatIsNew = true;
    private volatile long jitter;

    /** All zero. */
    public AdvertCounters() {
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new AtomicLong());
        }
    }

    /** An advert was sent. */
    public void countSent(long now) {
        sent.incrementAndGet();
        beat(now - lastSentAt.getAndSet(now));
    }

    /** An advert was accepted. */
    public void countReceived(long now) {
        received.incrementAndGet();
        beat(now - lastReceivedAt.getAndSet(now));
    }

    /** One more change of state: the beat begins anew. */
    public void countTransition(boolean wasActive, boolean isActive) {
        transitions.incrementAndGet();
        if (isActive) {
            becameActive.incrementAndGet();
        }
        if (wasActive) {
            releasedActive.incrementAndGet();
        }
        beatIsNew = true;
        lastInterval = 0;
        jitter = 0;
    }

    /**
     * The estimator of RFC 3550 §6.4.1: each new value counts for one sixteenth. The thread that counts is the only one
     * that writes.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void beat(long interval) {
        if (beatIsNew) {
            beatIsNew = false; // what was heard or sent before belongs to another beat
            return;
        }
        if (lastInterval > 0) {
            jitter += (Math.abs(interval - lastInterval) - jitter) / 16;
        }
        lastInterval = interval;
    }

    /** How far adverts lie from their beat, smoothed, in nanoseconds. */
    long jitterNanos() {
        return jitter;
    }

    /** Somebody else was found to hold the VIPs as well. */
    public void countClash() {
        clashes.incrementAndGet();
    }

    /** Returns whether this was the first of its kind, and so worth a line in the log. */
    public boolean countDropped(DropReason reason) {
        return dropped.get(reason).incrementAndGet() == 1;
    }

    Optional<Long> lastSentAt() {
        return Optional.of(lastSentAt.get()).filter(at -> at != NEVER);
    }

    Optional<Long> lastReceivedAt() {
        return Optional.of(lastReceivedAt.get()).filter(at -> at != NEVER);
    }

    Map<String, Long> droppedByReason() {
        Map<String, Long> counts = new LinkedHashMap<>();
        dropped.forEach((reason, count) -> {
            if (count.get() > 0) {
                counts.put(reason.key(), count.get());
            }
        });
        return counts;
    }
}
