package org.aloft.agent.config;

import java.time.Duration;

/**
 * How soon a silent member of a VRRP group is noticed by BFD: {@code fast_detection [INTERVAL [MULTIPLIER]]}.
 *
 * @param interval between packets, in either direction, 5..1000 ms; 20 ms when not said
 * @param multiplier how many of them may be missed, 2..50; 3 when not said
 */
public record FastDetection(Duration interval, int multiplier) {
    /** When nothing follows the keyword. */
    public static final FastDetection USUAL = new FastDetection(Duration.ofMillis(20), 3);

    /** How long after its last packet a member counts as gone. */
    public Duration time() {
        return interval.multipliedBy(multiplier);
    }
}
