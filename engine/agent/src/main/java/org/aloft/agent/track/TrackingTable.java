package org.aloft.agent.track;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.Tracked;
import org.aloft.agent.vrrp.machine.TrackedPriority;
import org.aloft.agent.vrrp.machine.TrackedPriority.Contribution;

/** The last reading of every tracker, and what follows for each instance. Pure; confined to one thread. */
public final class TrackingTable {
    private static final Reading UNKNOWN = new Reading.Pending("it has not been looked at");

    private final Map<TrackerKey, Reading> readings = new HashMap<>();
    private Map<String, List<Tracked>> byInstance = Map.of();

    /** Other instances track other things; readings stay. */
    public void configure(Map<String, List<Tracked>> tracked) {
        byInstance = tracked;
    }

    /** Notes what a tracker is. */
    public void put(TrackerKey key, Reading reading) {
        readings.put(key, reading);
    }

    /** Forgets a tracker that is no longer watched. */
    void forget(TrackerKey key) {
        readings.remove(key);
    }

    Reading reading(TrackerKey key) {
        return readings.getOrDefault(key, UNKNOWN);
    }

    /** The instances that track this, in no order. */
    List<String> trackedBy(TrackerKey key) {
        return byInstance.entrySet().stream()
                .filter(instance -> instance.getValue().stream()
                        .anyMatch(tracked -> TrackerKey.of(tracked).equals(key)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether any instance is in FAULT because of what this tracker is. */
    boolean meansFault(TrackerKey key) {
        return byInstance.values().stream()
                .flatMap(List::stream)
                .filter(tracked -> TrackerKey.of(tracked).equals(key))
                .anyMatch(tracked -> Effect.of(tracked.weight(), reading(key)).fault());
    }

    /** What all trackers of an instance add up to. */
    public TrackedPriority of(String instance) {
        int sum = 0;
        List<String> faults = new ArrayList<>();
        List<Contribution> contributions = new ArrayList<>();
        for (Tracked tracked : byInstance.getOrDefault(instance, List.of())) {
            TrackerKey key = TrackerKey.of(tracked);
            Reading reading = reading(key);
            Effect effect = Effect.of(tracked.weight(), reading);
            sum += effect.adjustment();
            if (effect.fault()) {
                faults.add(key + " is " + reading.explanation() + whyFault(tracked));
            }
            contributions.add(new Contribution(
                    tracked.name(), tracked.kind().definition(), reading.explanation(), effect.adjustment()));
        }
        return new TrackedPriority(
                sum, faults.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", faults)), contributions);
    }

    /** Only where it does not go without saying. */
    private static String whyFault(Tracked tracked) {
        return tracked.weight().reverse() ? " (" + tracked.weight() + ")" : "";
    }
}
