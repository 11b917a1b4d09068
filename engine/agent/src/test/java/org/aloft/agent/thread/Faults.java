package org.aloft.agent.thread;

import java.util.ArrayList;
import java.util.List;

/** What was thrown on threads that a test lets run. Safe for any thread. */
public final class Faults implements FaultListener {
    private final List<String> told = new ArrayList<>();

    /** For a test in which nothing is thrown: shows it if something is. */
    public static Supervisor supervisor() {
        return new Supervisor((thread, failure, after) -> failure.printStackTrace());
    }

    @Override
    public synchronized void failed(String thread, Throwable failure, AfterFailure after) {
        told.add(thread + ": " + failure.getMessage() + ": " + after);
        notifyAll();
    }

    /** What was told, once there is at least one. */
    public synchronized List<String> await() throws InterruptedException {
        while (told.isEmpty()) {
            wait();
        }
        return List.copyOf(told);
    }
}
