package org.aloft.agent.track;

/** Receives the readings of watchers. */
@FunctionalInterface
interface Readings {
    /** A tracker is this now; told as often as it is looked at, changed or not. */
    void read(TrackerKey key, Reading reading);
}
