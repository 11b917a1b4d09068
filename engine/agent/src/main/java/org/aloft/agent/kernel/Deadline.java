package org.aloft.agent.kernel;

/** Moments of {@link System#nanoTime()} at which something is due. Stateless; allocates nothing. */
public final class Deadline {
    /** There is nothing to be done. Comes after every moment, so the least of several deadlines is the next one. */
    public static final long NEVER = Long.MAX_VALUE;

    private Deadline() {}

    /** Whether a deadline has come. */
    public static boolean isDue(long deadline, long now) {
        return deadline != NEVER && now - deadline >= 0;
    }
}
