package org.aloft.agent.thread;

/** Is told of what should not happen. Called from any thread; must not wait. */
@FunctionalInterface
public interface FaultListener {
    /**
     * Something was thrown on a thread that nobody caught.
     *
     * @param thread its name
     * @param after what becomes of it
     */
    void failed(String thread, Throwable failure, AfterFailure after);
}
