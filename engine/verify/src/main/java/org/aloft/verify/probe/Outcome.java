package org.aloft.verify.probe;

/** How one probe ended. */
public sealed interface Outcome {
    /** Whether the service answered. */
    default boolean succeeded() {
        return this instanceof Answered;
    }

    /**
     * The service answered.
     *
     * @param by the real server's name, or {@link Fingerprints#SOMEONE}
     */
    record Answered(String by) implements Outcome {}

    /**
     * It did not.
     *
     * @param reason in a few words: refused, no answer, …
     */
    record Failed(String reason) implements Outcome {}
}
