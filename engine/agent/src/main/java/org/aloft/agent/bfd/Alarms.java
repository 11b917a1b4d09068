package org.aloft.agent.bfd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.aloft.agent.kernel.Deadline;

/**
 * Whether a peer's silence counts: not while there were too many false alarms. One is false when the same process of
 * the peer is heard again afterwards, so it had not ended. Times are nanoseconds of one monotonic clock. Confined to
 * one thread.
 */
final class Alarms {
    /** So many false ones within {@link #WINDOW} and none counts until {@link #REST} is over. */
    static final int MOST = 3;

    static final Duration WINDOW = Duration.ofMinutes(5);
    static final Duration REST = Duration.ofMinutes(5);

    private final Deque<Long> falseOnes = new ArrayDeque<>();
    private long restsUntil = Deadline.NEVER;

    /** Whether silence counts. */
    boolean count() {
        return restsUntil == Deadline.NEVER;
    }

    /** Notes a false one; true if that was one too many. */
    boolean wasFalse(long now) {
        while (!falseOnes.isEmpty() && now - falseOnes.peek() > WINDOW.toNanos()) {
            falseOnes.remove();
        }
        falseOnes.add(now);
        if (falseOnes.size() < MOST || !count()) {
            return false;
        }
        restsUntil = now + REST.toNanos();
        return true;
    }

    /** When silence counts again, or {@link Deadline#NEVER}. */
    long deadline() {
        return restsUntil;
    }

    /** Whether silence counts again from now on. */
    boolean turn(long now) {
        if (!Deadline.isDue(restsUntil, now)) {
            return false;
        }
        restsUntil = Deadline.NEVER;
        falseOnes.clear();
        return true;
    }
}
