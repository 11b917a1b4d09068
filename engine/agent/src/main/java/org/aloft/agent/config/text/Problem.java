package org.aloft.agent.config.text;

/**
 * A message about a configuration file.
 *
 * @param position where
 * @param severity whether the file can be used all the same
 * @param message what is wrong and what to do about it
 */
public record Problem(Position position, Severity severity, String message) {
    /** Whether a file with such a problem can be used. */
    public enum Severity {
        /** The file is refused. */
        ERROR,
        /** The file is used; the message says how the line is understood. */
        WARNING
    }

    @Override
    public String toString() {
        String prefix = severity == Severity.WARNING ? "warning: " : "";
        return position + ": " + prefix + message;
    }
}
