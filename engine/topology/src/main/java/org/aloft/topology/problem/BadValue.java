package org.aloft.topology.problem;

/** A single value breaks its rule. The message is the rule first, then the value. */
public final class BadValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * A value that is refused.
     *
     * @param code stable, for machines
     * @param message the rule first, then the value
     */
    public BadValue(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Stable, for machines. */
    public String code() {
        return code;
    }
}
