package org.aloft.agent.bfd;

/** The state of one end of a session (RFC 5880 §4.1, Sta). */
public enum BfdState {
    /** Switched off by its operator. */
    ADMIN_DOWN(0),
    /** No packet was heard within the detection time. */
    DOWN(1),
    /** The other end was heard, but may not hear us. */
    INIT(2),
    /** Each hears the other. */
    UP(3);

    private static final int CODES = 0x3;

    private final int code;

    BfdState(int code) {
        this.code = code;
    }

    /** As two bits of a packet. */
    int code() {
        return code;
    }

    /** The state that the lowest two bits stand for. */
    static BfdState of(int bits) {
        return switch (bits & CODES) {
            case 0 -> ADMIN_DOWN;
            case 1 -> DOWN;
            case 2 -> INIT;
            default -> UP;
        };
    }
}
