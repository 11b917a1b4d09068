package org.aloft.agent.check;

/** Is told what a check found. */
@FunctionalInterface
public interface CheckListener {
    /**
     * The first result, and then every change. Called on the checks' own thread: hand it on, and do not wait.
     *
     * @param server whose check it is
     * @param up whether the server counts as well now
     * @param reason the last result, as a sentence's part: {@code a connection to 192.0.2.21:80 was accepted}
     */
    void changed(RealServerKey server, boolean up, String reason);
}
