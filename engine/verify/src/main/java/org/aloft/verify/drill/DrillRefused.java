package org.aloft.verify.drill;

/** A drill was not started and nothing was changed; the message says why, and what to do. */
public final class DrillRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message why */
    public DrillRefused(String message) {
        super(message);
    }
}
