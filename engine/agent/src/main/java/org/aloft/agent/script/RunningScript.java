package org.aloft.agent.script;

/** A program that was started. Safe for any thread. */
public interface RunningScript {
    /**
     * Ends it: SIGTERM to it and all that it started, SIGKILL a little later to what is still there. The result still
     * comes. Does not wait; harmless once it has ended.
     */
    void stop();
}
