package org.aloft.topology.problem;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One mistake in what the user wrote.
 *
 * @param file where, as the user named it
 * @param line 1-based; 0 when it concerns the file as a whole
 * @param column 1-based; 0 when it concerns the file as a whole
 * @param key the key as written, dotted from the top: {@code instances.VI_1.priority}; may be empty
 * @param severity whether it stops
 * @param code stable, for machines: {@code unknown-key}, {@code out-of-range}, …
 * @param message what is wrong
 * @param fix what to do about it
 */
public record Problem(
        Path file,
        int line,
        int column,
        String key,
        Severity severity,
        String code,
        String message,
        Optional<String> fix) {

    /** {@code file:line:column: [warning: ]key: message} and, on a line of its own, the fix. */
    @Override
    public String toString() {
        String where = line > 0 ? file + ":" + line + ":" + column : file.toString();
        String what = key.isEmpty() ? message : key + ": " + message;
        String how = severity == Severity.WARNING ? ": warning: " : ": ";
        return where + how + what + fix.map(text -> "\n    " + text).orElse("");
    }
}
