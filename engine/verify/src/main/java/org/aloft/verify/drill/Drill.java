package org.aloft.verify.drill;

import org.aloft.ssh.SshException;
import org.aloft.verify.report.DrillResult;

/** Causes one failure, measures its effect, and undoes it. */
public sealed interface Drill permits Handover, Crash, RealServerDown {
    /** Its kind. */
    DrillKind kind();

    /** What it does, for the report. */
    String title();

    /** The affected host. */
    String target();

    /**
     * Runs the drill. The failure is undone before this returns or throws; the host undoes it by itself should this
     * process die.
     *
     * @throws SshException when a host could not be used
     * @throws DrillRefused when it was not begun after all
     * @throws InterruptedException when interrupted
     */
    DrillResult run(DrillContext context) throws SshException, DrillRefused, InterruptedException;
}
