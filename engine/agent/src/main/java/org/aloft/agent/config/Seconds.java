package org.aloft.agent.config;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as keepalived.conf writes them. Stateless. */
public final class Seconds {
    private Seconds() {}

    /** A time in seconds without zeros at the end, such as {@code 0.25}. */
    public static String of(Duration time) {
        return BigDecimal.valueOf(time.toNanos(), 9).stripTrailingZeros().toPlainString();
    }
}
