package org.aloft.agent.bfd;

/** Why a session was last not up (RFC 5880 §4.1, Diag). */
public enum Diagnostic {
    /** No reason yet. */
    NONE(0),
    /** Nothing was heard for the detection time. */
    DETECTION_TIME_EXPIRED(1),
    /** The other end said that it is down. */
    NEIGHBOR_SIGNALED_DOWN(3),
    /** The operator switched it off. */
    ADMINISTRATIVELY_DOWN(7);

    private final int code;

    Diagnostic(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
