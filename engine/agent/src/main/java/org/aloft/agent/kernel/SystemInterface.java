package org.aloft.agent.kernel;

import java.util.Objects;

/** Loads the access to the C library, which takes a third of a start. */
public final class SystemInterface {
    private SystemInterface() {}

    /**
     * Makes it, unless that was done. What fails in there fails again where it is first used. Any thread may call it,
     * also while others need it: they wait.
     */
    public static void load() {
        Objects.requireNonNull(SystemCalls.RUNTIME);
    }
}
