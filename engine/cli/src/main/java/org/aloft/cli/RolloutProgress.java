package org.aloft.cli;

import org.aloft.plan.rollout.Step;
import org.aloft.plan.show.Style;
import org.aloft.ssh.RolloutEvent;

/** Shows how a rollout goes: one line a host, and what must hold between the waves. Safe for use by several threads. */
final class RolloutProgress implements RolloutEvent.Listener {
    private final LiveLines lines;
    private final Style style;

    RolloutProgress(LiveLines lines, boolean colour) {
        this.lines = lines;
        this.style = new Style(colour);
    }

    @Override
    public void waveStarted(RolloutEvent.WaveStarted event) {
        lines.settle();
        lines.say("");
        lines.say(
                style.bold("Wave " + event.wave().number() + ": " + event.wave().title()));
    }

    @Override
    public void sending(RolloutEvent.Sending event) {
        lines.show(event.host(), "sending the agent, %.1f MB".formatted(event.bytes() / 1e6));
    }

    @Override
    public void stepStarted(RolloutEvent.StepStarted event) {
        lines.flash(event.host(), count(event.step(), event.of()) + event.step().summary() + " …");
    }

    @Override
    public void stepDone(RolloutEvent.StepDone event) {
        lines.show(event.host(), count(event.step(), event.of()) + event.step().summary());
    }

    @Override
    public void hostFinished(RolloutEvent.HostFinished event) {
        lines.show(event.host(), style.green(style.tick()) + " done, " + event.steps() + " steps");
    }

    @Override
    public void hostFailed(RolloutEvent.HostFailed event) {
        lines.show(event.host(), style.red(style.cross()) + " " + event.during());
        lines.say("  " + event.host() + ": " + event.during() + ": " + indented(event.said()));
        lines.say("      " + event.fix());
    }

    @Override
    public void hostReverted(RolloutEvent.HostReverted event) {
        lines.show(
                event.host(),
                style.red(style.cross()) + " reverted, " + event.undone().size() + " steps undone");
        lines.say("  " + event.host() + ": " + event.during() + ": " + indented(event.said()));
        lines.say("      " + event.fix());
    }

    @Override
    public void hostSkipped(RolloutEvent.HostSkipped event) {
        lines.show(event.host(), "- left as it is, since " + String.join(", ", event.failed()) + " failed");
    }

    @Override
    public void proofHeld(RolloutEvent.ProofHeld event) {
        lines.settle();
        lines.say("  " + style.green(style.tick()) + " " + event.proof().text());
    }

    @Override
    public void proofOpen(RolloutEvent.ProofOpen event) {
        lines.settle();
        lines.say("  - not yet: " + event.proof().text() + ": " + event.seen());
    }

    @Override
    public void proofFailed(RolloutEvent.ProofFailed event) {
        lines.settle();
        lines.say("  " + style.red(style.cross()) + " " + event.proof().text() + ": " + indented(event.seen()));
        lines.say("      " + event.fix());
    }

    /** What a host said may have several lines: all of them stand below the host. */
    private static String indented(String text) {
        return text.strip().replace("\n", "\n      ");
    }

    private static String count(Step step, int of) {
        return "[" + step.number() + "/" + of + "] ";
    }
}
