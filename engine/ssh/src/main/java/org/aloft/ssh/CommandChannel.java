package org.aloft.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** What one command runs on. One thread starts it; any may ask, and end it. */
interface CommandChannel {
    /**
     * Runs the command by the user's shell, and returns once it has been started.
     *
     * @param output told what the command prints
     * @param errors told what it prints to standard error; closed when it has ended, all of its output has come and its
     *     exit status is known
     * @throws IOException when it could not be started
     */
    void start(String command, OutputStream output, OutputStream errors, Duration deadline) throws IOException;

    /** What the command reads. */
    OutputStream input() throws IOException;

    /** Whether it was started and has not ended. */
    boolean isOpen();

    /** Of one that could not be started: whether the host has no room for one more. */
    boolean wasRefused();

    /** 0..255; -1 when there is none. */
    int exitStatus();

    /** The signal that ended it, without SIG; empty when there is none. */
    String signal();

    /** Ends its input and hears no more of it; it may go on. */
    void disconnect();
}
