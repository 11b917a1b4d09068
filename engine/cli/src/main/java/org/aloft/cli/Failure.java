package org.aloft.cli;

import java.util.List;
import org.aloft.lab.LabException;
import org.aloft.topology.problem.Problem;

/** A command cannot go on: what happened, the way out, and the exit code. Shown without a stack trace. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String fix;
    // Not serialized: the exception never leaves the process.
    private final transient List<Problem> mistakes;

    Failure(ExitCode exitCode, String message, String fix) {
        this(exitCode, message, fix, null);
    }

    Failure(ExitCode exitCode, String message, String fix, Throwable cause) {
        this(exitCode, message, fix, List.of(), cause);
    }

    private Failure(ExitCode exitCode, String message, String fix, List<Problem> mistakes, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.fix = fix;
        this.mistakes = mistakes;
    }

    /** The topology or an inventory cannot be planned; each mistake names its place and its own way out. */
    static Failure ofMistakes(List<Problem> mistakes, Throwable cause) {
        int count = mistakes.size();
        String message = (count == 1 ? "1 mistake" : count + " mistakes") + " in what was read; no host was contacted";
        return new Failure(ExitCode.USAGE, message, "", List.copyOf(mistakes), cause);
    }

    /** Whatever ended a command, in words for its user. */
    static Failure of(Exception thrown) {
        if (thrown instanceof Failure failure) {
            return failure;
        }
        if (thrown instanceof LabException lab) {
            return new Failure(ExitCode.FAILED, lab.problem(), lab.fix(), lab);
        }
        if (thrown instanceof InterruptedException) {
            return new Failure(ExitCode.INTERRUPTED, "interrupted", "", thrown);
        }
        return new Failure(
                ExitCode.FAILED,
                "internal error: " + thrown,
                "run it again with --debug, and please report what it prints",
                thrown);
    }

    ExitCode exitCode() {
        return exitCode;
    }

    /** What to do about it; may be empty. */
    String fix() {
        return fix;
    }

    /** All that is wrong in the topology and the inventory; empty when they are not the reason. */
    List<Problem> mistakes() {
        return mistakes;
    }
}
