package org.aloft.agent.check;

/** The sessions of {@code bfd_instance} blocks. */
@FunctionalInterface
public interface WatchedSessions {
    /** Is told of one session. For any thread. */
    @FunctionalInterface
    interface Listener {
        /**
         * The session is up, or is not.
         *
         * @param reason why, human-readable
         */
        void session(boolean up, String reason);
    }

    /**
     * Tells whether the session is up now, and then whenever that changes, until the result is closed. Returns at once.
     *
     * @param name of the {@code bfd_instance} block
     */
    RunningCheck watch(String name, Listener listener);
}
