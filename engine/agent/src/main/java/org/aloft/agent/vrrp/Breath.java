package org.aloft.agent.vrrp;

import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * What the VRRP thread does between two steps of long work, such as putting thousands of VIPs on an interface: adverts
 * that are due go out meanwhile. And by that it knows whether it was awake: a timer that is noticed late because this
 * thread was at work is another thing than one that is noticed late because the process slept. For the VRRP thread
 * alone.
 */
final class Breath implements Runnable {
    /** Longer than any step of work; whoever hears nothing of itself for so long has slept, or as good as that. */
    private static final long LONGEST_STEP = Duration.ofMillis(100).toNanos();

    /** Adverts are at least ten milliseconds apart, and to look for one that is due costs some microseconds. */
    private static final long PAUSE = Duration.ofMillis(1).toNanos();

    private final LongSupplier clock;
    private LongConsumer meanwhile = now -> {};
    private long last;
    private long awakeSince;
    private long next;

    /** @param clock monotonic, in nanoseconds */
    Breath(LongSupplier clock) {
        this.clock = clock;
        this.last = clock.getAsLong();
        this.awakeSince = last;
    }

    /** What is done meanwhile; is given the time. */
    void meanwhile(LongConsumer work) {
        meanwhile = work;
    }

    /** The thread goes to sleep until this moment, and is not late before it. */
    void rest(long until) {
        last = Math.max(last, until);
    }

    /** The thread is here. */
    void note(long now) {
        if (now - last > LONGEST_STEP) {
            awakeSince = now;
        }
        last = now;
    }

    /** Between two steps. */
    @Override
    public void run() {
        long now = clock.getAsLong();
        note(now);
        if (now - next >= 0) {
            next = now + PAUSE;
            meanwhile.accept(now);
        }
    }

    /** Whether the thread slept at no time since then, but for what it was asked to. */
    boolean wasAwakeSince(long moment) {
        return moment - awakeSince >= 0;
    }
}
