package org.aloft.agent.check;

/**
 * How one probe ended.
 *
 * @param passed whether the real server did what it should
 * @param weight what becomes of its weight; without meaning when not passed
 * @param reason a sentence's part: {@code a connection to 192.0.2.21:80 was accepted}
 */
record ProbeOutcome(boolean passed, WeightEffect weight, String reason) {
    static ProbeOutcome passed(String reason) {
        return new ProbeOutcome(true, WeightEffect.NONE, reason);
    }

    static ProbeOutcome failed(String reason) {
        return new ProbeOutcome(false, WeightEffect.NONE, reason);
    }
}
