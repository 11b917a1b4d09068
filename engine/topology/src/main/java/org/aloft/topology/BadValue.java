package org.aloft.topology;

/** A single value breaks its rule. The message is the rule first, then the value. */
final class BadValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String code;

    BadValue(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Stable, for machines. */
    String code() {
        return code;
    }
}
