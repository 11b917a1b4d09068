package org.aloft.verify.probe;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Detects stalls of this machine: sleeps briefly, over and over, and checks how late it wakes. JVM pauses count as
 * well, since they delay probes too. Runs on its own thread.
 */
final class Beat {
    private static final Duration PERIOD = Duration.ofMillis(20);

    private final Supplier<Duration> clock;
    private final Sleep sleep;
    private final Consumer<Stall> stalls;

    /** @param clock monotonic, since the stream's start */
    Beat(Supplier<Duration> clock, Sleep sleep, Consumer<Stall> stalls) {
        this.clock = clock;
        this.sleep = sleep;
        this.stalls = stalls;
    }

    /** Runs while {@code running}, or until interrupted. */
    void run(BooleanSupplier running) {
        try {
            while (running.getAsBoolean()) {
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
