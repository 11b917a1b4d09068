package org.aloft.ssh;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How many sessions one connection may have open at once. sshd does not tell its MaxSessions (sshd_config(5)), it only
 * refuses what is too much: so it begins below the default of ten and is lowered by each refusal.
 *
 * <p>A slot is taken until sshd has closed the channel. Even then sshd may count the session for a moment longer, so a
 * refusal can come below its limit: whoever is refused waits until a slot is given back or a pause has passed.
 *
 * <p>Safe for use by several threads.
 */
final class SessionSlots {
    private static final int FIRST_LIMIT = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final int LONGEST_PAUSE_DOUBLINGS = 5;

    private int limit = FIRST_LIMIT;
    private int taken;
    private long givenBack;

    /**
     * Takes a slot, once there is one.
     *
     * @param until when to give up, in {@link System#nanoTime}
     * @return whether there was one in time
     */
    synchronized boolean take(long until) throws InterruptedException {
        while (taken >= limit) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
        taken++;
        return true;
    }

    /** Gives a slot back. */
    synchronized void giveBack() {
        taken--;
        givenBack++;
        notifyAll();
    }

    /**
     * Lowers the limit after a refusal, whose slot has been given back, to what was open without it; at least one.
     *
     * @return how many sessions are open
     */
    synchronized int refused() {
        limit = Math.max(1, Math.min(limit, taken));
        return taken;
    }

    /**
     * Waits until another slot is given back, or a while that grows with the number of refusals in a row.
     *
     * @param refusals 1 or more
     */
    synchronized void pause(int refusals, long until) throws InterruptedException {
        long before = givenBack;
        long pause = FIRST_PAUSE.toNanos() << Math.min(refusals - 1, LONGEST_PAUSE_DOUBLINGS);
        long end = Math.min(until, System.nanoTime() + pause);
        while (givenBack == before && end - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(end - System.nanoTime(), 1_000_000));
        }
    }

    /** How many sessions may be open now. */
    synchronized int limit() {
        return limit;
    }
}
