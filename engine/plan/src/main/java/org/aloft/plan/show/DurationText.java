package org.aloft.plan.show;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Durations as text. Negative ones are written with a minus sign. */
public final class DurationText {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private DurationText() {}

    /**
     * For people: {@code 648 ms}, {@code 3.6 s}, {@code 2 min 5 s}, {@code 3 h 20 min}, {@code 2 d 4 h}. Rounded to the
     * nearest of the last unit shown; a part that is zero is left out ({@code 4 s}, {@code 2 min}).
     */
    public static String of(Duration duration) {
        return of(duration, RoundingMode.HALF_UP);
    }

    /** As {@link #of(Duration)}, rounded up: for a measured value, which must not look shorter than it was. */
    public static String atLeast(Duration duration) {
        return of(duration, RoundingMode.UP);
    }

    /**
     * As a user writes it in YAML: {@code 3s}, {@code 500ms}, {@code 1500ms}, {@code 90s}, {@code 2m}, {@code 1h}. The
     * largest unit that needs no fraction; what is finer than a millisecond is dropped.
     */
    public static String config(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % HOUR == 0) {
            return millis / HOUR + "h";
        }
        if (millis % MINUTE == 0) {
            return millis / MINUTE + "m";
        }
        return millis % SECOND == 0 ? millis / SECOND + "s" : millis + "ms";
    }

    private static String of(Duration duration, RoundingMode rounding) {
        if (duration.isNegative()) {
            return "-" + of(duration.negated(), rounding);
        }
        long millis = round(BigDecimal.valueOf(duration.toNanos(), 6), 1, rounding);
        if (millis < SECOND) {
            return millis + " ms";
        }
        long tenths = round(millis, SECOND / 10, rounding);
        if (tenths < 600) {
            return (tenths % 10 == 0 ? String.valueOf(tenths / 10) : tenths / 10 + "." + tenths % 10) + " s";
        }
        long seconds = round(millis, SECOND, rounding);
        if (seconds < HOUR / SECOND) {
            return parts(seconds, 60, "min", "s");
        }
        long minutes = round(millis, MINUTE, rounding);
        return minutes < DAY / MINUTE
                ? parts(minutes, 60, "h", "min")
                : parts(round(millis, HOUR, rounding), 24, "d", "h");
    }

    private static String parts(long count, long ofLarger, String larger, String smaller) {
        String first = count / ofLarger + " " + larger;
        return count % ofLarger == 0 ? first : first + " " + count % ofLarger + " " + smaller;
    }

    private static long round(long millis, long unit, RoundingMode rounding) {
        return round(BigDecimal.valueOf(millis), unit, rounding);
    }

    private static long round(BigDecimal millis, long unit, RoundingMode rounding) {
        return millis.divide(BigDecimal.valueOf(unit), 0, rounding).longValueExact();
    }
}
