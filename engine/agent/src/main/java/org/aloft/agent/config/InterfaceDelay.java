package org.aloft.agent.config;

import java.time.Duration;

/**
 * A line of {@code interface_up_down_delays}: how long a change of an interface lasts before it counts.
 *
 * @param down from up to down, 0..255 s
 * @param up from down to up, 0..255 s
 */
public record InterfaceDelay(Duration down, Duration up) {
    /** What a change to this state takes. */
    public Duration to(boolean isUp) {
        return isUp ? up : down;
    }

    @Override
    public String toString() {
        return "down " + Seconds.of(down) + " s, up " + Seconds.of(up) + " s";
    }
}
