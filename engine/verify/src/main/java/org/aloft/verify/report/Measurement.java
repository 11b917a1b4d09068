package org.aloft.verify.report;

import java.time.Duration;
import java.util.Optional;
import org.aloft.plan.show.DurationText;

/**
 * One thing that was measured.
 *
 * @param name what, in a few words
 * @param value how long; when {@code ended} is false, the part of it that was seen
 * @param budget how long it may take; empty when nothing was asked for
 * @param ended whether it came to an end while it was watched
 * @param why how the value came about: what failed, and when who took over
 */
public record Measurement(String name, Duration value, Optional<Duration> budget, boolean ended, String why) {
    /** The value for people: never shorter than it was, and said so where it was cut off or below the resolution. */
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
