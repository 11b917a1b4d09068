package org.aloft.agent.track;

import java.util.Set;
import org.aloft.agent.config.TrackingPlan;

/**
 * Watches trackers of one kind and reports what it sees to a {@link Readings}. Confined to the tracker thread, which
 * calls {@link #turn} when a descriptor is ready or the deadline has come.
 */
interface Watcher extends AutoCloseable {
    /**
     * Opens what {@link #configure} will need for these, beside what is open. Changes nothing yet.
     *
     * @throws org.aloft.agent.kernel.KernelException the kernel does not grant it
     */
    default void prepare(TrackingPlan plan, Set<TrackerKey> wanted) {}

    /**
     * Looks at these from now on, and tells what each of them is that was not looked at before; what is unchanged goes
     * on.
     *
     * @param wanted what instances track
     */
    void configure(TrackingPlan plan, Set<TrackerKey> wanted, long now);

    /** Closes what those that are looked at have no need of. */
    default void release() {}

    /** Does what is due. */
    void turn(long now);

    /** When {@link #turn} is due even if nothing happens. */
    long deadline();

    @Override
    void close();
}
