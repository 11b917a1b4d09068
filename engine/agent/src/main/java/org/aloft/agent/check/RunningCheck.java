package org.aloft.agent.check;

/** A check that goes on until it is closed. */
public interface RunningCheck extends AutoCloseable {
    /** Ends it. A result that is already on its way may still be told. */
    @Override
    void close();
}
