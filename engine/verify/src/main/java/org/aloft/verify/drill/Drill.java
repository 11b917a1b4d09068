package org.aloft.verify.drill;

import org.aloft.ssh.SshException;
import org.aloft.verify.report.DrillResult;

/** Causes one failure, measures it, and puts everything back. */
public sealed interface Drill permits Handover, Crash, RealServerDown {
    /** Which of the kinds it is. */
    DrillKind kind();

    /** What it does, for people. */
    String title();

    /** The host that it is done to. */
    String target();

    /**
     * Does it. However it ends, the failure is undone before it returns; the host itself undoes it should this process
     * die.
     *
     * @throws SshException when a host could not be told what to do
     * @throws DrillRefused when it was not begun after all
     * @throws InterruptedException when the user ends it
     */
    DrillResult run(DrillContext context) throws SshException, DrillRefused, InterruptedException;
}
