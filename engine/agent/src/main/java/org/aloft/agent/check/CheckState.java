package org.aloft.agent.check;

import java.time.Duration;

/**
 * What a check knows, and what follows from one more result. A pure value, as keepalived behaves:
 *
 * <pre>{@code
 *            success: wait delay_loop              failure: wait delay_loop, begin with the first step
 *               +------+                               +------+
 *               |      v                               |      v
 *            +------------+  failure no. retry+1    +------------+
 *   start -> |     up     | ----------------------> |    down    | <- start, with alpha
 *            |            | <---------------------- |            |
 *            +------------+  success of all steps   +------------+
 *               |      ^
 *               +------+
 *            failure no. 1 … retry: wait delay_before_retry, the same step again
 * }</pre>
 *
 * @param up whether the real server counts as well
 * @param reported whether anyone was told: the first result is told even when it changes nothing
 * @param leftOut whether that was only that no probe is made: the first result after it is told as well
 * @param failures how many there were in a row while up
 * @param step which of the steps is next, 0 first
 * @param weight what was told of the weight
 */
record CheckState(boolean up, boolean reported, boolean leftOut, int failures, int step, WeightEffect weight) {
    /**
     * What follows from a result.
     *
     * @param next the state from now on
     * @param tell whether there is news: {@code next} says whether it is up or down
     * @param pause until the next probe
     */
    record Decision(CheckState next, boolean tell, Duration pause) {}

    /** Before the first probe. */
    static CheckState initial(CheckRules rules) {
        return new CheckState(rules.initiallyUp(), false, false, 0, 0, WeightEffect.NONE);
    }

    /** What follows from a result. */
    Decision after(ProbeOutcome outcome, CheckRules rules) {
        return switch (outcome.kind()) {
            case LEFT_OUT ->
                new Decision(new CheckState(true, true, true, 0, 0, WeightEffect.NONE), !leftOut, rules.delayLoop());
            case NOT_MADE -> new Decision(this, false, rules.delayAfterNone());
            case PASSED -> known().succeeded(outcome.weight(), rules);
            case FAILED -> known().failed(rules);
        };
    }

    private CheckState known() {
        return leftOut ? new CheckState(up, false, false, failures, step, weight) : this;
    }

    private Decision succeeded(WeightEffect effect, CheckRules rules) {
        if (step + 1 < rules.steps()) {
            boolean hurry = rules.fastRecovery() && (!up || !reported);
            CheckState next = new CheckState(up, reported, false, 0, step + 1, weight);
            return new Decision(next, false, hurry ? Duration.ZERO : rules.delayLoop());
        }
        boolean news = !up || !reported || !effect.equals(weight);
        return new Decision(new CheckState(true, true, false, 0, 0, effect), news, rules.delayLoop());
    }

    private Decision failed(CheckRules rules) {
        if (up && failures < rules.retries()) {
            CheckState next = new CheckState(true, reported, false, failures + 1, step, weight);
            return new Decision(next, false, rules.delayBeforeRetry());
        }
        boolean news = up || !reported;
        return new Decision(new CheckState(false, true, false, 0, 0, WeightEffect.NONE), news, rules.delayLoop());
    }
}
