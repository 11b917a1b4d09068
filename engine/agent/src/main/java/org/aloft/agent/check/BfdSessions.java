package org.aloft.agent.check;

import java.util.function.Consumer;

/** The sessions of {@code bfd_instance} blocks. */
@FunctionalInterface
public interface BfdSessions {
    /**
     * Tells whether the session is up now, and then whenever that changes, until the result is closed. Returns at once.
     *
     * @param name of the {@code bfd_instance} block
     * @param listener for any thread; true for up
     */
    RunningCheck watch(String name, Consumer<Boolean> listener);
}
