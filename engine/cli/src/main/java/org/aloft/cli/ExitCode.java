package org.aloft.cli;

/** What the shell is told. Stable: scripts and playbooks rely on it. */
enum ExitCode {
    /** All that was asked for is done. */
    DONE(0),
    /** Something failed; what had been begun stands in the output. */
    FAILED(1),
    /** There are changes to be made; only with {@code --detailed-exitcode}. */
    CHANGES_PENDING(2),
    /** A check failed, or a drill took longer than its budget. */
    VERIFICATION_FAILED(3),
    /** At least one host could not be reached. */
    UNREACHABLE(4),
    /** What was begun has been undone. */
    ROLLED_BACK(5),
    /** The command line or the topology cannot be understood. */
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
