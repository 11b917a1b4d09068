package org.aloft.agent.track;

/** Takes what watchers see. */
@FunctionalInterface
interface Readings {
    /** A tracker is this now; told as often as it is looked at, changed or not. */
    void read(TrackerKey key, Reading reading);
}
