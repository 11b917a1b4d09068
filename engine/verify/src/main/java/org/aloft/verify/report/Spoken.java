package org.aloft.verify.report;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
final class Spoken {
    private Spoken() {}

    /** {@code 480 ms}, {@code 3.64 s}, {@code 2 min 5 s}; {@code 0 ms} for nothing. */
    static String of(Duration time) {
        long millis = time.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
        }
        return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }

    /** A measured value: never less than it was, and said so where it was cut off or below the resolution. */
    static String of(Measurement measurement) {
        if (!measurement.ended()) {
            return "over " + of(measurement.value());
        }
        return measurement.value().isZero() ? "none seen" : of(measurement.value());
    }
}
