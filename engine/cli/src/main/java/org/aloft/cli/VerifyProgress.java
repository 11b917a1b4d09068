package org.aloft.cli;

import org.aloft.verify.VerifyEvent;

/** Shows how checks and drills go, a line each, on standard error. Used by one thread. */
final class VerifyProgress {
    private final Terminal terminal;
    private final Paint paint;

    VerifyProgress(Terminal terminal) {
        this.terminal = terminal;
        this.paint = new Paint(terminal.colour());
    }

    void show(VerifyEvent event) {
        if (event instanceof VerifyEvent.ChecksStarted started) {
            terminal.note(paint.bold(started.afterDrills() ? "Checks, once more" : "Checks"));
        } else if (event instanceof VerifyEvent.Checked checked) {
            boolean failed = checked.result().failed();
            terminal.note("  " + (failed ? paint.red("✗") : paint.green("✓")) + " "
                    + checked.result().subject()
                    + (failed ? ": " + checked.result().seen() : ""));
        } else if (event instanceof VerifyEvent.DrillStarted started) {
            terminal.note(paint.bold("Drill: " + started.title()) + " (" + started.target() + ")");
        } else if (event instanceof VerifyEvent.DrillStep step) {
            terminal.note("  " + paint.dim(step.text()));
        } else if (event instanceof VerifyEvent.DrillFinished finished) {
            terminal.note("  " + (finished.result().passed() ? paint.green("✓") : paint.red("✗")) + " "
                    + finished.result().state());
        }
    }
}
