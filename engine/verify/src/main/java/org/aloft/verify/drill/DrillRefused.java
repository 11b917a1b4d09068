package org.aloft.verify.drill;

/** A drill was not begun, and nothing was changed; the message says why, and when it may be tried again. */
public final class DrillRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message why */
    public DrillRefused(String message) {
        super(message);
    }
}
