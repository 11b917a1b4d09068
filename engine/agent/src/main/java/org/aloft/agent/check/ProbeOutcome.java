package org.aloft.agent.check;

/**
 * How one probe ended.
 *
 * @param kind what follows from it
 * @param weight what becomes of its weight; without meaning when not passed
 * @param reason a sentence's part: {@code a connection to 192.0.2.21:80 was accepted}
 */
record ProbeOutcome(Kind kind, WeightEffect weight, String reason) {
    /** What follows. */
    enum Kind {
        /** The real server did what it should. */
        PASSED,
        /** It did not. */
        FAILED,
        /** There is no probe, for a reason that is not the real server's, which therefore counts as up. */
        LEFT_OUT,
        /** The probe could not be made this time, for a reason that is not the real server's: nothing follows. */
        NOT_MADE
    }

    static ProbeOutcome leftOut(String reason) {
        return new ProbeOutcome(Kind.LEFT_OUT, WeightEffect.NONE, "it is not checked: " + reason);
    }

    static ProbeOutcome notMade(String reason) {
        return new ProbeOutcome(Kind.NOT_MADE, WeightEffect.NONE, reason);
    }

    static ProbeOutcome passed(WeightEffect weight, String reason) {
        return new ProbeOutcome(Kind.PASSED, weight, reason);
    }

    static ProbeOutcome passed(String reason) {
        return passed(WeightEffect.NONE, reason);
    }

    static ProbeOutcome failed(String reason) {
        return new ProbeOutcome(Kind.FAILED, WeightEffect.NONE, reason);
    }

    /** A failure to talk to the real server, unless this host was short of what that takes. */
    static ProbeOutcome failed(String reason, Throwable cause) {
        return Shortage.isOurs(cause) ? notMade(reason) : failed(reason);
    }

    /** Whether the real server counts as well. */
    boolean passed() {
        return kind == Kind.PASSED || kind == Kind.LEFT_OUT;
    }
}
