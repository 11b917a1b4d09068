package org.aloft.ssh;

/**
 * The result of a script whose output has arrived whole.
 *
 * @param exitStatus 0..255; 128 + n when signal n ended it
 * @param output standard output
 * @param errors the end of standard error, up to 16 KiB
 */
public record ScriptResult(int exitStatus, String output, String errors) {
    /** Whether it exited with 0. */
    public boolean succeeded() {
        return exitStatus == 0;
    }
}
