package org.aloft.agent.check;

/** Something under way that can be given up. For the checks' thread. */
@FunctionalInterface
interface Cancellable {
    /** For what has ended already. */
    Cancellable NOTHING = () -> {};

    /** Gives it up: what would have been told is not told any more. Harmless after its end. */
    void cancel();
}
