package org.aloft.topology.vault;

/** An encrypted text cannot be opened. Neither the message nor the way out holds anything secret. */
public final class VaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String fix;

    /** Why. */
    public enum Reason {
        /** No password was given at all. */
        NO_PASSWORD,
        /** There are passwords, and none opens it, or none could be read. */
        WRONG_PASSWORD,
        /** It is not what ansible-vault writes. */
        BROKEN
    }

    VaultException(Reason reason, String message, String fix) {
        super(message);
        this.reason = reason;
        this.fix = fix;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** What to do about it. */
    public String fix() {
        return fix;
    }
}
