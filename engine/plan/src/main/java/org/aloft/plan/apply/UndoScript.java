package org.aloft.plan.apply;

/**
 * The scripts that settle a change which waits to be confirmed: it stays, or it is undone. What was undone is told as
 * {@link ApplyEvent.Undone}, {@link ApplyEvent.Stays} and {@link ApplyEvent.NotUndone}, and at the end {@link
 * ApplyEvent.Reverted}. While a script of a run is at work on the host they do nothing, print {@link
 * ApplyEvent.LockHeld} and end with {@link ApplyScript#LOCKED}.
 */
public final class UndoScript {
    private UndoScript() {}

    /**
     * Confirms what this run has done: send it over a connection that was made since. Prints {@link
     * ApplyEvent.Confirmed}, or what was undone where it came too late.
     */
    public static String confirm(RunIdentity identity) {
        return ApplyScript.header(identity) + "\nconfirm_change </dev/null\n";
    }

    /** Undoes what this run has done, unless the host has done that by itself; prints nothing where there is nothing. */
    public static String undo(RunIdentity identity) {
        return ApplyScript.header(identity) + "\nundo_change </dev/null\n";
    }

    /**
     * Undoes what any run has left behind, unless that run still holds its lease: then nobody is at it any more, and no
     * guard either. Prints nothing where there is nothing.
     */
    public static String leftOver(RunIdentity identity) {
        return ApplyScript.header(identity) + "\nundo_left_over </dev/null\n";
    }
}
