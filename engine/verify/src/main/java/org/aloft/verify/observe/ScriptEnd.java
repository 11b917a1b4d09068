package org.aloft.verify.observe;

import java.util.Optional;
import org.aloft.ssh.ScriptResult;

/**
 * The last line that a script prints on a host. Output without it was cut off and is not used: from half a list of
 * addresses nobody may conclude that a VIP is missing.
 */
public final class ScriptEnd {
    /** Printed last, on a line of its own. */
    public static final String MARKER = "#aloft end";

    private ScriptEnd() {}

    /** Why the output is incomplete; empty when it is complete. */
    public static Optional<String> missing(ScriptResult result) {
        if (result.succeeded() && result.output().endsWith(MARKER + "\n")) {
            return Optional.empty();
        }
        String lastError = result.errors().lines().reduce("", (earlier, line) -> line);
        if (!lastError.isEmpty()) {
            return Optional.of(lastError);
        }
        return Optional.of(
                result.succeeded() ? "its answer was cut off" : "the script ended with status " + result.exitStatus());
    }
}
