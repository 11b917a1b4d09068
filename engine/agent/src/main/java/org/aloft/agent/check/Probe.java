package org.aloft.agent.check;

import java.util.function.Consumer;

/**
 * One way to look at one real server. {@link PolledCheck} decides when to look and what follows from it. For the
 * checks' thread.
 */
@FunctionalInterface
interface Probe {
    /**
     * Looks once. Returns at once; the outcome is told once, on the checks' thread, perhaps before this returns, and in
     * finite time; never after the result was cancelled.
     *
     * @param step which of {@link #steps()}, 0 first
     */
    Cancellable begin(int step, Consumer<ProbeOutcome> done);

    /** How many looks in turn make up the whole of it, 1 or more. */
    default int steps() {
        return 1;
    }

    /** Whether a real server that is down is taken through the steps without a pause. */
    default boolean hasFastRecovery() {
        return false;
    }
}
