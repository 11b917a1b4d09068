package org.aloft.agent.check;

/** Receives what a check found. */
@FunctionalInterface
public interface CheckListener {
    /** The first result, and then every change. Called on the checks' own thread: hand it on, and do not wait. */
    void changed(CheckNews news);
}
