package org.aloft.agent.vrrp;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What one instance sent and heard. Counted by the VRRP thread, read by any. */
final class AdvertCounters {
    private static final long NEVER = Long.MIN_VALUE;

    final AtomicLong sent = new AtomicLong();
    final AtomicLong received = new AtomicLong();
    final AtomicLong transitions = new AtomicLong();
    private final AtomicLong lastSentAt = new AtomicLong(NEVER);
    private final AtomicLong lastReceivedAt = new AtomicLong(NEVER);
    private final Map<DropReason, AtomicLong> dropped = new EnumMap<>(DropReason.class);

    AdvertCounters() {
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new AtomicLong());
        }
    }

    void countSent(long now) {
        sent.incrementAndGet();
        lastSentAt.set(now);
    }

    void countReceived(long now) {
        received.incrementAndGet();
        lastReceivedAt.set(now);
    }

    /** Returns whether this was the first of its kind, and so worth a line in the log. */
    boolean countDropped(DropReason reason) {
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
