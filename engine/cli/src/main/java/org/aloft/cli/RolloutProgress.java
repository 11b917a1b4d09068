package org.aloft.cli;

import org.aloft.plan.rollout.Step;
import org.aloft.plan.show.Style;
import org.aloft.ssh.RolloutEvent;

/** Shows how a rollout goes: one line a host, and what must hold between the waves. Safe for use by several threads. */
final class RolloutProgress {
    private final LiveLines lines;
    private final Style style;

    RolloutProgress(LiveLines lines, boolean colour) {
        this.lines = lines;
        this.style = new Style(colour);
    }

    void show(RolloutEvent event) {
        if (event instanceof RolloutEvent.WaveStarted started) {
            lines.settle();
            lines.say("");
            lines.say(style.bold(
                    "Wave " + started.wave().number() + ": " + started.wave().title()));
        } else if (event instanceof RolloutEvent.Sending sending) {
            lines.show(sending.host(), "sending the agent, %.1f MB".formatted(sending.bytes() / 1e6));
        } else if (event instanceof RolloutEvent.StepStarted started) {
            lines.flash(
                    started.host(),
                    count(started.step(), started.of()) + started.step().summary() + " …");
        } else if (event instanceof RolloutEvent.StepDone done) {
            lines.show(done.host(), count(done.step(), done.of()) + done.step().summary());
        } else if (event instanceof RolloutEvent.HostFinished finished) {
            lines.show(finished.host(), style.green(style.tick()) + " done, " + finished.steps() + " steps");
        } else if (event instanceof RolloutEvent.HostFailed failed) {
            lines.show(failed.host(), style.red(style.cross()) + " " + failed.at());
            lines.say("  " + failed.host() + ": " + failed.at() + ": " + indented(failed.reason()));
            lines.say("      " + failed.fix());
        } else if (event instanceof RolloutEvent.ProofHeld held) {
            lines.settle();
            lines.say("  " + style.green(style.tick()) + " " + held.proof().text());
        } else if (event instanceof RolloutEvent.ProofOpen open) {
            lines.settle();
            lines.say("  - not yet: " + open.proof().text() + ": " + open.seen());
        } else if (event instanceof RolloutEvent.ProofFailed failed) {
            lines.settle();
            lines.say("  " + style.red(style.cross()) + " " + failed.proof().text() + ": " + indented(failed.seen()));
        }
    }

    /** What a host said may have several lines: all of them stand below the host. */
    private static String indented(String text) {
        return text.strip().replace("\n", "\n      ");
    }

    private static String count(Step step, int of) {
        return "[" + step.number() + "/" + of + "] ";
    }
}
