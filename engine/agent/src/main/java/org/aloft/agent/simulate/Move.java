package org.aloft.agent.simulate;

import org.aloft.agent.track.TrackerKey;

/** One thing that is done to a cluster from outside, at a moment after the start of a run, in nanoseconds. */
sealed interface Move {
    /** When. */
    long at();

    /** The host starts, whatever stopped it before. */
    record Start(long at, int host) implements Move {}

    /** The host loses its power. */
    record Crash(long at, int host) implements Move {}

    /** aloftd is told to stop. */
    record Stop(long at, int host) implements Move {}

    /** aloftd does not run for a while, though the host does. */
    record Pause(long at, int host) implements Move {}

    /** It runs again. */
    record Resume(long at, int host) implements Move {}

    /** An interface loses its link, or has it again. */
    record Link(long at, int host, String device, boolean up) implements Move {}

    /** This share of all packets is lost from now on. */
    record Loss(long at, double share) implements Move {}

    /** What a host tracks fails. */
    record Failure(long at, int host, TrackerKey key) implements Move {}
}
