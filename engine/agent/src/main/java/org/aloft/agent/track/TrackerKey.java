package org.aloft.agent.track;

import org.aloft.agent.config.Tracked;
import org.aloft.agent.config.TrackerKind;

/**
 * Names one tracker.
 *
 * @param kind what it is
 * @param name of it among those of its kind
 */
public record TrackerKey(TrackerKind kind, String name) {
    /** Of what an instance tracks. */
    public static TrackerKey of(Tracked tracked) {
        return new TrackerKey(tracked.kind(), tracked.name());
    }

    @Override
    public String toString() {
        return kind.definition() + " " + name;
    }
}
