package org.aloft.cli;

/** Exit codes of the command. Stable: scripts and playbooks rely on them. */
enum ExitCode {
    /** Done. */
    DONE(0),
    /** Failed; the output says how far it got. */
    FAILED(1),
    /** Changes are pending; only with {@code --detailed-exitcode}, and of {@code import}. */
    CHANGES_PENDING(2),
    /** A check failed, or a drill took longer than its budget. */
    VERIFICATION_FAILED(3),
    /** At least one host could not be reached. */
    UNREACHABLE(4),
    /** Failed, and what was done to at least one host is undone, since it could not be confirmed. */
    REVERTED(5),
    /** A mistake in the command line or in the topology. */
    USAGE(64),
    /** Ctrl-C. */
    INTERRUPTED(130);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
