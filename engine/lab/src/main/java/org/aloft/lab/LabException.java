package org.aloft.lab;

/** A lab cannot do what was asked. The message says what, why, and the way out; it is fit to be shown as it is. */
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LabException(String message) {
        super(message);
    }

    LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
