package org.aloft.agent.kernel;

/** Signals that this process ignores because it was started so ({@code man 2 execve}: that is inherited). Thread-safe. */
public final class IgnoredSignal {
    private static final long SIG_DFL = 0;
    private static final long SIG_ERR = -1;

    private IgnoredSignal() {}

    /**
     * Gives a signal back to what it does where nobody chose otherwise ({@code SIG_DFL} in {@code man 2 signal}): most of them end
     * the process.
     *
     * @param number as {@code kill -l} shows it
     * @throws KernelException there is no such signal, or it cannot be chosen
     */
    public static void restoreDefault(int number) {
        if (ProcessCalls.LIBC.signal(number, SIG_DFL) == SIG_ERR) {
            throw SystemCalls.failure(
                    SystemCalls.lastError(), "signal", "let signal " + number + " do what it does by default");
        }
    }
}
