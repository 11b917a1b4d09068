package org.aloft.plan.cluster;

/** What the topology asks for cannot be put on any host as it stands: a broken template, a value no file can carry. */
public final class PlanException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fix;

    /**
     * @param message what is wrong, and where; without secrets
     * @param fix what to do about it
     */
    public PlanException(String message, String fix) {
        super(message);
        this.fix = fix;
    }

    /** What to do about it. */
    public String fix() {
        return fix;
    }
}
