package org.aloft.agent.notify;

/** How an attempt to deliver ended. */
sealed interface Outcome {
    /**
     * It was delivered.
     *
     * @param note what the receiver said, perhaps nothing
     */
    record Delivered(String note) implements Outcome {}

    /**
     * It was not.
     *
     * @param why for the log, with a way out
     * @param again whether another attempt may help
     */
    record Failed(String why, boolean again) implements Outcome {}
}
