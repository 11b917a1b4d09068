package org.aloft.cli;

import org.aloft.plan.show.Style;
import org.aloft.verify.VerifyEvent;
import org.aloft.verify.check.CheckResult;
import org.aloft.verify.report.DrillResult;

/** Shows how checks and drills go, a line each, on standard error. Used by one thread. */
final class VerifyProgress {
    private final Terminal terminal;
    private final Style style;

    VerifyProgress(Terminal terminal) {
        this.terminal = terminal;
        this.style = new Style(terminal.colour());
    }

    void show(VerifyEvent event) {
        if (event instanceof VerifyEvent.ChecksStarted started) {
            terminal.note(style.bold(started.afterDrills() ? "Checks after the drills" : "Checks"));
        } else if (event instanceof VerifyEvent.Checked checked) {
            terminal.note("  " + mark(checked.result().verdict()) + " " + words(checked.result()));
        } else if (event instanceof VerifyEvent.DrillStarted started) {
            terminal.note(style.bold("Drill: " + started.title()) + " (" + started.target() + ")");
        } else if (event instanceof VerifyEvent.DrillStep step) {
            terminal.note("  " + style.faint(step.text()));
        } else if (event instanceof VerifyEvent.DrillFinished finished) {
            terminal.note("  " + mark(finished.result().passed()) + " " + words(finished.result()));
        }
    }

    private String mark(boolean good) {
        return good ? style.tick() : style.cross();
    }

    private String mark(CheckResult.Verdict verdict) {
        return switch (verdict) {
            case PASSED -> style.tick();
            case FAILED -> style.cross();
            case SKIPPED -> style.dash();
        };
    }

    private static String words(CheckResult check) {
        String what = check.subject() + ": " + check.title();
        return switch (check.verdict()) {
            case PASSED -> what;
            case FAILED -> what + ": " + check.seen();
            case SKIPPED -> what + ": not looked at, " + check.seen();
        };
    }

    private static String words(DrillResult drill) {
        return switch (drill.state()) {
            case RAN -> drill.passed() ? "within budget" : "budget missed";
            case REFUSED -> "not run: " + drill.reason();
            case ABORTED -> "aborted: " + drill.reason();
        };
    }
}
