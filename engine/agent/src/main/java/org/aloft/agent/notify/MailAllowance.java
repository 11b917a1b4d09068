package org.aloft.agent.notify;

import java.time.Duration;

/**
 * How many mails may be sent: a minute's number at once, then one by one at that rate (a token bucket). Confined to one
 * thread.
 */
final class MailAllowance {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final long capacity;
    private final long pace;
    private long used;
    private long countedAt;

    /** @param perMinute 1 and up */
    MailAllowance(int perMinute, long now) {
        pace = MINUTE / perMinute;
        capacity = pace * perMinute;
        countedAt = now;
    }

    /** Whether one may be sent now; if so, it counts as sent. */
    boolean take(long now) {
        recover(now);
        if (used + pace > capacity) {
            return false;
        }
        used += pace;
        return true;
    }

    /** The earliest moment at which one may be sent. */
    long nextAt(long now) {
        recover(now);
        return now + Math.max(0, used + pace - capacity);
    }

    private void recover(long now) {
        used = Math.max(0, used - (now - countedAt));
        countedAt = now;
    }
}
