package org.aloft.agent.thread;

import java.util.Optional;

/** A sign of life of a thread. Safe for any thread. */
public interface Pulse {
    /** The thread's name. */
    String name();

    /** The thread, for its stack; empty before it has begun. */
    Optional<Thread> thread();

    /** Changes with each turn; any moment of {@link System#nanoTime()} will do. */
    long lastTurn();

    /** How long it may take for a turn, in nanoseconds. */
    long patience();

    /** Whether it goes round at all: not before it has begun, nor after it has ended. */
    boolean isBeating();
}
