package org.aloft.plan.probe;

/** What a host answered to the probe cannot be read: says which host, what, and the way out. */
public final class FactsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String host;
    private final String fix;

    /**
     * @param host its name in the inventory
     * @param message what is wrong
     * @param fix what to do about it
     */
    public FactsException(String host, String message, String fix) {
        super(message);
        this.host = host;
        this.fix = fix;
    }

    /** The host's name in the inventory. */
    public String host() {
        return host;
    }

    /** What to do about it. */
    public String fix() {
        return fix;
    }
}
