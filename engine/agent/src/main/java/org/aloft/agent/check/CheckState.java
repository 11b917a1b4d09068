package org.aloft.agent.check;

import java.time.Duration;
import java.util.Optional;

/**
 * What a check knows, and what follows from one more result. A pure value, as keepalived decides in {@code check_tcp.c}:
 *
 * <pre>{@code
 *            success: wait delay_loop              failure: wait delay_loop
 *               +------+                               +------+
 *               |      v                               |      v
 *            +------------+  failure no. retry+1    +------------+
 *   start -> |     up     | ----------------------> |    down    | <- start, with alpha
 *            |            | <---------------------- |            |
 *            +------------+        success          +------------+
 *               |      ^
 *               +------+
 *            failure no. 1 … retry: wait delay_before_retry
 * }</pre>
 *
 * @param up whether the real server counts as well
 * @param reported whether anyone was told: the first result is told even when it changes nothing
 * @param failures how many there were in a row while up
 */
public record CheckState(boolean up, boolean reported, int failures) {
    /** What follows from a result: the new state, whether to tell of it, and when to check again. */
    public record Decision(CheckState next, Optional<Boolean> tell, Duration pause) {}

    /** Before the first check. */
    public static CheckState initial(CheckSettings settings) {
        return new CheckState(settings.initiallyUp(), false, 0);
    }

    /** A check went well. */
    public Decision succeeded(CheckSettings settings) {
        boolean news = !up || !reported;
        return new Decision(
                new CheckState(true, true, 0), news ? Optional.of(true) : Optional.empty(), settings.delayLoop());
    }

    /** A check failed. */
    public Decision failed(CheckSettings settings) {
        if (up && failures < settings.retries()) {
            return new Decision(
                    new CheckState(true, reported, failures + 1), Optional.empty(), settings.delayBeforeRetry());
        }
        boolean news = up || !reported;
        return new Decision(
                new CheckState(false, true, 0), news ? Optional.of(false) : Optional.empty(), settings.delayLoop());
    }
}
