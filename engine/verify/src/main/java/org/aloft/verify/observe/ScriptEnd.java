package org.aloft.verify.observe;

import java.util.Optional;
import org.aloft.ssh.ScriptResult;

/**
 * The last line of a script that looks at a host. An answer without it was cut off, and says nothing: half a list of
 * addresses must not read as "the VIP is not there".
 */
public final class ScriptEnd {
    /** Printed last; the script's own lines end in a newline each. */
    public static final String MARKER = "#aloft end";

    private ScriptEnd() {}

    /** Why an answer is not complete; empty when it is. */
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
