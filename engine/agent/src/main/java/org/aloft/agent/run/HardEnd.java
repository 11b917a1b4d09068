package org.aloft.agent.run;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.aloft.agent.kernel.process.NetworkNamespace;
import org.aloft.agent.kernel.process.OwnProgram;
import org.aloft.agent.log.Log;

/**
 * The end of a process that is no good any more, and the next start, which removes what this one leaves behind: by
 * systemd where that started it, else by this process itself, which becomes a new one of the same number. Safe for any
 * thread.
 */
final class HardEnd {
    private static final Logger LOG = Log.of(HardEnd.class);

    /** EX_SOFTWARE of sysexits.h. */
    static final int EXIT_CODE = 70;

    private final boolean underSystemd;
    private final Runnable flushLog;

    /** @param flushLog writes what was logged; must not wait for long */
    HardEnd(boolean underSystemd, Runnable flushLog) {
        this.underSystemd = underSystemd;
        this.flushLog = flushLog;
    }

    /** Ends it where it stands. */
    void now() {
        startAgain();
        OwnProgram.endAtOnce(EXIT_CODE);
    }

    /** Ends a process that is well, with all that it holds where it is; who started it starts the next one. */
    void inPlace() {
        LOG.log(Level.INFO, "ends in place: the next aloftd carries on");
        flushLog.run();
        OwnProgram.endAtOnce(0);
    }

    /** Starts again, unless systemd does; returns then, or if the kernel refuses. */
    void startAgain() {
        if (!underSystemd) {
            LOG.log(Level.INFO, "aloftd starts again");
            flushLog.run();
            try {
                OwnProgram.executeAgain("start again", NetworkNamespace.startedInDescriptor());
            } catch (RuntimeException | Error refused) {
                LOG.log(Level.ERROR, "aloftd cannot start again: {0}", refused.getMessage());
            }
        }
        flushLog.run();
    }
}
