package org.aloft.agent.vrrp;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides when so many adverts of one virtual router are invalid that the kernel is to drop them, and when to look at
 * them again: what comes now and then is worth telling, but what comes by the hundred thousand must not fill the queue
 * in which a valid one waits. For the VRRP thread alone.
 */
final class Flood {
    /** Invalid adverts within {@link #WINDOW}; a wrong neighbour sends a hundred a second at the most. */
    private static final int MANY = 256;

    private static final long WINDOW = Duration.ofSeconds(1).toNanos();
    private static final long DEFENCE = Duration.ofSeconds(10).toNanos();

    private static final Optional<Boolean> DEFEND = Optional.of(true);
    private static final Optional<Boolean> RELAX = Optional.of(false);

    private long windowEnd;
    private long defendedUntil;
    private boolean defended;
    private int invalid;

    /** @param now {@link System#nanoTime()} */
    Flood(long now) {
        windowEnd = now + WINDOW;
    }

    /** An invalid advert was heard. */
    void count() {
        invalid++;
    }

    /**
     * What is to change. Allocates nothing.
     *
     * @return whether the kernel is to drop them from now on; empty if all stays
     */
    Optional<Boolean> look(long now) {
        if (defended && now - defendedUntil >= 0) {
            defended = false;
            begin(now);
            return RELAX;
        }
        if (!defended && invalid >= MANY) {
            defended = true;
            defendedUntil = now + DEFENCE;
            return DEFEND;
        }
        if (now - windowEnd >= 0) {
            begin(now);
        }
        return Optional.empty();
    }

    /** Whether the kernel drops them. */
    boolean isDefended() {
        return defended;
    }

    private void begin(long now) {
        windowEnd = now + WINDOW;
        invalid = 0;
    }
}
