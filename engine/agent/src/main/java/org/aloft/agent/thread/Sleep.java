package org.aloft.agent.thread;

/** Where a loop waits for its next turn. {@link #wakeUp} is for any thread and never waits; the rest for the loop's. */
public interface Sleep {
    /**
     * Returns when the moment has come, when there is something to do before, or when {@link #wakeUp} was called since
     * the last return.
     *
     * @param deadline a moment of {@link System#nanoTime()}
     */
    void until(long deadline);

    /** Ends the sleep that goes on, or the next one. */
    void wakeUp();

    /** For a loop whose turn itself waits, such as for the next client. */
    static Sleep none() {
        return new Sleep() {
            @Override
            public void until(long deadline) {}

            @Override
            public void wakeUp() {}
        };
    }
}
