package org.aloft.agent.check;

/** Starts checks. */
@FunctionalInterface
public interface CheckLauncher {
    /** Checks the server until the result is closed, and tells the listener. Returns at once. */
    RunningCheck start(RealServerKey server, CheckSettings settings, CheckListener listener);
}
