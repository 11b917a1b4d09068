package org.aloft.verify.probe;

import java.time.Duration;

/**
 * One probe.
 *
 * @param sentAt when it began, since the stream's start, by a monotonic clock
 * @param doneAt when it ended
 * @param outcome how it ended
 */
public record Sample(Duration sentAt, Duration doneAt, Outcome outcome) {
    /** How long it took. */
    public Duration took() {
        return doneAt.minus(sentAt);
    }

    /** Whether the service answered. */
    public boolean succeeded() {
        return outcome.succeeded();
    }
}
