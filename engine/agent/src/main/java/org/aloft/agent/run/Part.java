package org.aloft.agent.run;

/**
 * A part of the daemon that follows its configuration, in steps that let a {@link Changeover} go back. For the main
 * thread.
 *
 * @param <C> what a configuration is to it
 */
interface Part<C> {
    /** What people call it. */
    String name();

    /**
     * Opens what a configuration needs beside what is open, so that {@link #switchTo} cannot fail for lack of it.
     * Nobody sees a difference: what is in force stays so.
     *
     * @throws RuntimeException it cannot be had
     */
    default void prepare(C next) {}

    /**
     * Puts a configuration in force; also one that was so before, perhaps after a switch that ended half way.
     *
     * @param before the one that it takes the place of; the same at the start
     * @throws RuntimeException it is not in force, or not all of it
     */
    void switchTo(C before, C next);

    /** Closes what the configuration in force has no need of: there is no way back any more. */
    default void release() {}
}
