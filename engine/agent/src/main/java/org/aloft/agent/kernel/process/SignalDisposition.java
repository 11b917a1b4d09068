package org.aloft.agent.kernel.process;

import java.util.List;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.SystemCalls;

/** The disposition of signals that Java does not handle ({@code man 7 signal}, signal dispositions). Thread-safe. */
public final class SignalDisposition {
    private static final long SIG_DFL = 0;
    private static final long SIG_IGN = 1;
    private static final long SIG_ERR = -1;

    /** glibc's SIGRTMIN and SIGRTMAX; the two below the first it keeps for itself. */
    private static final int FIRST_REAL_TIME = 34;

    private static final int LAST_REAL_TIME = 64;

    /**
     * SIGALRM, SIGSTKFLT, SIGXCPU, SIGVTALRM, SIGPROF, SIGIO, SIGPWR and SIGSYS end a process, SIGTSTP, SIGTTIN and
     * SIGTTOU stop it ({@code man 7 signal}, x86 and ARM). Not among them is SIGABRT, by which systemd's watchdog ends
     * one that hangs, nor what Java handles itself: SIGQUIT, SIGPIPE, SIGXFSZ.
     */
    private static final List<Integer> STANDARD = List.of(14, 16, 24, 26, 27, 29, 30, 31, 20, 21, 22);

    private SignalDisposition() {}

    /**
     * Gives a signal back to what it does where nobody chose otherwise ({@code SIG_DFL} in {@code man 2 signal}): most
     * of them end the process. One that was ignored when this program was started is so until then ({@code man 2
     * execve}).
     *
     * @param number as {@code kill -l} shows it
     * @throws KernelException there is no such signal, or it cannot be chosen
     */
    public static void restoreDefault(int number) {
        choose(number, SIG_DFL, "do what it does by default");
    }

    /**
     * Ignores all signals that would end or stop the process and mean nothing to it, as keepalived does. Those that the
     * kernel sends for a fault of the process's own end it none the less. Programs that it starts by {@link
     * ChildProcess} do not inherit that.
     *
     * @throws KernelException they cannot be ignored
     */
    public static void ignoreWhatEndsOrStops() {
        STANDARD.forEach(number -> choose(number, SIG_IGN, "be ignored"));
        for (int number = FIRST_REAL_TIME; number <= LAST_REAL_TIME; number++) {
            choose(number, SIG_IGN, "be ignored");
        }
    }

    private static void choose(int number, long handler, String purpose) {
        if (ProcessCalls.LIBC.signal(number, handler) == SIG_ERR) {
            throw SystemCalls.failure(SystemCalls.lastError(), "signal", "let signal " + number + " " + purpose);
        }
    }
}
