package org.aloft.lab;

/** A lab cannot do what was asked. Its message, the problem and then the way out, is fit to be shown as it is. */
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String fix;

    /**
     * @param problem what is wrong, and where
     * @param fix what to do about it
     */
    LabException(String problem, String fix) {
        this(problem, fix, null);
    }

    LabException(String problem, String fix, Throwable cause) {
        super(problem + "; " + fix, cause);
        this.problem = problem;
        this.fix = fix;
    }

    /** What is wrong, without the way out. */
    public String problem() {
        return problem;
    }

    /** What to do about it; never empty. */
    public String fix() {
        return fix;
    }
}
