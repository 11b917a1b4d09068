package org.aloft.verify.report;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.aloft.plan.show.DurationText;
import org.aloft.verify.probe.Stall;

/**
 * A measured time.
 *
 * @param name what, in a few words
 * @param value how long; the observed part when {@code ended} is false
 * @param budget how long it may take; may be empty
 * @param ended whether the end was observed
 * @param why explains the value: what failed when, and who took over
 * @param stalls when, within what was measured, the measuring side stalled; the budget is judged all the
 *     same
 */
public record Measurement(
        String name, Duration value, Optional<Duration> budget, boolean ended, String why, List<Stall> stalls) {
    /** Keeps a copy. */
    public Measurement {
        stalls = List.copyOf(stalls);
    }

    /** {@code this machine for 340 ms at 2.1 s; client twice, 1.4 s in all, the longest 1.1 s at 5 s}; may be empty. */
    public String stallText() {
        Map<String, List<Stall>> byPlace =
                stalls.stream().collect(Collectors.groupingBy(Stall::where, TreeMap::new, Collectors.toList()));
        return byPlace.entrySet().stream()
                .map(place -> place.getKey() + " " + stallText(place.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String stallText(List<Stall> stalls) {
        Stall longest = Collections.max(stalls, Comparator.comparing(Stall::length));
        String one = DurationText.of(longest.length()) + " at " + DurationText.of(longest.from());
        Duration all = stalls.stream().map(Stall::length).reduce(Duration.ZERO, Duration::plus);
        return stalls.size() == 1
                ? "for " + one
                : (stalls.size() == 2 ? "twice" : stalls.size() + " times") + ", " + DurationText.of(all)
                        + " in all, the longest " + one;
    }

    /** The value as text, rounded up; says so when the end was not observed or the gap was below the resolution. */
    public String valueText() {
        if (!ended) {
            return "over " + DurationText.atLeast(value);
        }
        return value.isZero() ? "none seen" : DurationText.atLeast(value);
    }

    /** Whether it stayed within its budget; without one, whether it ended. */
    public boolean passed() {
        return ended && budget.map(most -> value.compareTo(most) <= 0).orElse(true);
    }
}
