package org.aloft.verify.report;

import java.util.List;
import org.aloft.verify.probe.Timeline;

/**
 * The result of one drill.
 *
 * @param id of its kind, for machines: {@code crash}
 * @param title what it did
 * @param target the affected host
 * @param state how it ended
 * @param reason why it was refused or aborted; empty when it ran
 * @param measurements with their budgets
 * @param timeline every probe
 * @param notes remarks on the measurements
 */
public record DrillResult(
        String id,
        String title,
        String target,
        State state,
        String reason,
        List<Measurement> measurements,
        Timeline timeline,
        List<String> notes) {
    /** Keeps copies. */
    public DrillResult {
        measurements = List.copyOf(measurements);
        notes = List.copyOf(notes);
    }

    /** How a drill ended. */
    public enum State {
        /** It ran, and the cluster recovered. */
        RAN,
        /** It was not started: the cluster was not healthy, or nothing to run it on. */
        REFUSED,
        /** It was started but could not be completed, or the cluster did not recover. */
        ABORTED
    }

    /** Whether it ran and all measurements are within budget. */
    public boolean passed() {
        return state == State.RAN && measurements.stream().allMatch(Measurement::passed);
    }

    /** A drill that was not started. */
    public static DrillResult refused(String id, String title, String target, String reason) {
        return new DrillResult(id, title, target, State.REFUSED, reason, List.of(), Timeline.empty(), List.of());
    }
}
