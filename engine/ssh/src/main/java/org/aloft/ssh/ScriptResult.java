package org.aloft.ssh;

/**
 * What a script did.
 *
 * @param exitStatus 0..255; 128 + n when signal n ended it
 * @param output standard output
 * @param errors standard error
 */
public record ScriptResult(int exitStatus, String output, String errors) {
    /** Whether it exited with 0. */
    public boolean succeeded() {
        return exitStatus == 0;
    }
}
