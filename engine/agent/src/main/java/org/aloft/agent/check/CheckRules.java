package org.aloft.agent.check;

import java.time.Duration;
import org.aloft.agent.config.CheckPace;

/**
 * The settings of {@link CheckState}.
 *
 * @param retries how many more failures in a row, 0 or more, turn a real server that is up into one that is down
 * @param delayBeforeRetry from a failure to the retry
 * @param delayLoop from the end of a check to the next
 * @param initiallyUp whether the real server counts as up before the first result
 * @param steps how many probes in turn, 1 or more, must succeed for a real server that is down to be up: the urls of
 *     {@code HTTP_GET}
 * @param fastRecovery whether a real server that is down, or of which nothing is known yet, is taken through the steps
 *     without a pause
 */
record CheckRules(
        int retries,
        Duration delayBeforeRetry,
        Duration delayLoop,
        boolean initiallyUp,
        int steps,
        boolean fastRecovery) {
    /** From a probe that could not be made to the next attempt. */
    Duration delayAfterNone() {
        return delayBeforeRetry.isZero() ? delayLoop : delayBeforeRetry;
    }

    static CheckRules of(CheckPace pace, boolean initiallyUp, Probe probe) {
        return new CheckRules(
                pace.retries(),
                pace.delayBeforeRetry(),
                pace.delayLoop(),
                initiallyUp,
                probe.steps(),
                probe.hasFastRecovery());
    }
}
