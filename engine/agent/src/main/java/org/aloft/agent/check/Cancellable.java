package org.aloft.agent.check;

/** Something under way that can be cancelled. For the checks' thread. */
@FunctionalInterface
interface Cancellable {
    /** For what has ended already. */
    Cancellable NOTHING = () -> {};

    /** Cancels it: no result is reported after this. Harmless once it has ended. */
    void cancel();
}
