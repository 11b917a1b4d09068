package org.aloft.verify.report;

import java.util.List;
import org.aloft.verify.probe.Timeline;

/**
 * How one drill went.
 *
 * @param id of its kind, for machines: {@code crash}
 * @param title what was done, for people
 * @param target on which host
 * @param state how it ended
 * @param reason why it was refused or broke off; empty when it ran
 * @param measurements each beside its budget
 * @param timeline every probe
 * @param notes what a reader should know
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
        /** It ran to its end and the cluster was whole afterwards. */
        RAN,
        /** It was not begun: the cluster was not healthy, or there was nothing to do it on. */
        REFUSED,
        /** It was begun and could not be brought to its end. */
        BROKE_OFF
    }

    /** Ran, and everything stayed within its budget. */
    public boolean passed() {
        return state == State.RAN && measurements.stream().allMatch(Measurement::passed);
    }

    /** A drill that was not begun. */
    public static DrillResult refused(String id, String title, String target, String reason) {
        return new DrillResult(id, title, target, State.REFUSED, reason, List.of(), Timeline.empty(), List.of());
    }
}
