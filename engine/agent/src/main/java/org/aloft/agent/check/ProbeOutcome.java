package org.aloft.agent.check;

/**
 * How one probe ended.
 *
 * @param made false if it was left out, for a reason that is not the real server's, which therefore has passed
 * @param passed whether the real server did what it should
 * @param weight what becomes of its weight; without meaning when not passed
 * @param reason a sentence's part: {@code a connection to 192.0.2.21:80 was accepted}
 */
record ProbeOutcome(boolean made, boolean passed, WeightEffect weight, String reason) {
    static ProbeOutcome leftOut(String reason) {
        return new ProbeOutcome(false, true, WeightEffect.NONE, "it is not checked: " + reason);
    }

    static ProbeOutcome passed(WeightEffect weight, String reason) {
        return new ProbeOutcome(true, true, weight, reason);
    }

    static ProbeOutcome passed(String reason) {
        return passed(WeightEffect.NONE, reason);
    }

    static ProbeOutcome failed(String reason) {
        return new ProbeOutcome(true, false, WeightEffect.NONE, reason);
    }
}
