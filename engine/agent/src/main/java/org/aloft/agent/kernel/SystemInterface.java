package org.aloft.agent.kernel;

import java.util.Objects;

/** The way into the C library, whose making takes a third of a start. */
public final class SystemInterface {
    private SystemInterface() {}

    /**
     * Makes it on a thread of its own, while the caller does what needs none, such as reading the configuration; whoever needs it
     * earlier waits. What fails in there fails again, and is told, where it is first used. Any thread may call it.
     */
    public static void prepare() {
        Thread thread = new Thread(() -> Objects.requireNonNull(SystemCalls.RUNTIME), "prepare");
        thread.setUncaughtExceptionHandler((ended, failure) -> {});
        thread.setDaemon(true);
        thread.start();
    }
}
