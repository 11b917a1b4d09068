package org.aloft.agent.config;

import java.time.Duration;

/**
 * How often a polled check runs, and when it counts.
 *
 * @param alpha whether the real server counts as down until the first check passes; no when not said
 * @param retries how many more failures in a row turn a real server that is up into one that is down; 1 when not said,
 *     3 for {@code DNS_CHECK}, 0 for {@code MISC_CHECK}
 * @param delayBeforeRetry from a failure to the retry; 1 s when not said, 3 s for {@code HTTP_GET} and {@code SSL_GET},
 *     {@code delay_loop} for {@code DNS_CHECK}
 * @param delayLoop from the end of a check to the next; the virtual server's, or 60 s
 * @param warmup the first check is made after a random part of this, so that not all are made at once; {@code
 *     delay_loop} when not said
 * @param logsAllFailures whether the failures that do not yet turn the real server down are logged, too; no when not
 *     said
 */
public record CheckPace(
        boolean alpha,
        int retries,
        Duration delayBeforeRetry,
        Duration delayLoop,
        Duration warmup,
        boolean logsAllFailures) {
    /** Checks the ranges. */
    public CheckPace {
        if (delayLoop.isNegative() || delayLoop.isZero()) {
            throw new IllegalArgumentException("delay_loop must be more than 0: " + delayLoop);
        }
        if (retries < 0 || delayBeforeRetry.isNegative() || warmup.isNegative()) {
            throw new IllegalArgumentException("retry, delay_before_retry and warmup must be 0 or more: " + retries
                    + ", " + delayBeforeRetry + ", " + warmup);
        }
    }

    /** What most checks do when nothing is said. */
    public static CheckPace byDefault() {
        Duration delayLoop = Duration.ofMinutes(1);
        return new CheckPace(false, 1, Duration.ofSeconds(1), delayLoop, delayLoop, false);
    }
}
