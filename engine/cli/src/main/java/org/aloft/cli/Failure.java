package org.aloft.cli;

/** A command cannot go on: what happened, the way out, and the exit code. Shown without a stack trace. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String fix;

    Failure(ExitCode exitCode, String message, String fix) {
        this(exitCode, message, fix, null);
    }

    Failure(ExitCode exitCode, String message, String fix, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.fix = fix;
    }

    ExitCode exitCode() {
        return exitCode;
    }

    /** What to do about it; may be empty. */
    String fix() {
        return fix;
    }
}
