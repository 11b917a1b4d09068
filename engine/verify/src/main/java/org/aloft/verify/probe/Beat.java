package org.aloft.verify.probe;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Notices that this machine stood still: sleeps for a short time, over and over, and sees how late it wakes. A pause of
 * the virtual machine counts as well, since probes are late by it. Runs on a thread of its own.
 */
final class Beat {
    private static final Duration PERIOD = Duration.ofMillis(20);

    private final Supplier<Duration> clock;
    private final Sleep sleep;
    private final Consumer<Stall> stalls;

    /** Sleeps; {@code Thread::sleep}, or a stepped clock. */
    @FunctionalInterface
    interface Sleep {
        /** Sleeps that long, or longer. */
        void of(Duration time) throws InterruptedException;
    }

    /** @param clock monotonic, since the stream's start */
    Beat(Supplier<Duration> clock, Sleep sleep, Consumer<Stall> stalls) {
        this.clock = clock;
        this.sleep = sleep;
        this.stalls = stalls;
    }

    /** Goes on while {@code goesOn}, or until it is interrupted. */
    void run(BooleanSupplier goesOn) {
        try {
            while (goesOn.getAsBoolean()) {
                Duration due = clock.get().plus(PERIOD);
                sleep.of(PERIOD);
                Duration awake = clock.get();
                if (awake.minus(due).compareTo(Stall.LEAST) > 0) {
                    stalls.accept(new Stall(Stall.HERE, due, awake));
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
