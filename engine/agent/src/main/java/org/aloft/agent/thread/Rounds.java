package org.aloft.agent.thread;

/** What a loop does, over and over. All of it is called on the loop's thread, and none of it may wait for others. */
public interface Rounds {
    /** Once, before the first turn. */
    default void begin() {}

    /**
     * When the next turn is due if nothing happens before.
     *
     * @return a moment of {@link System#nanoTime()}; {@link Long#MAX_VALUE} for none
     */
    default long deadline() {
        return Long.MAX_VALUE;
    }

    /**
     * One round. Calls of other threads were carried out just before.
     *
     * @param now {@link System#nanoTime()} when the sleep ended
     */
    void turn(long now);

    /** Once, when the loop was told to end: stops what goes on. */
    default void ending() {}

    /** Whether a loop that was told to end has nothing left to do; asked after each turn. */
    default boolean isDone() {
        return true;
    }

    /** Once, after a failure that ends the loop: puts in order what must not stay as it is. */
    default void failed() {}

    /** Once, at the very end, after a failure too: gives back what the loop holds. */
    default void end() {}
}
