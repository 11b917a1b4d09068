package org.aloft.plan.apply;

import static org.aloft.plan.shell.ShellWord.quote;

import java.util.List;
import org.aloft.plan.HostPlan;
import org.aloft.plan.Plan;
import org.aloft.plan.Step;
import org.aloft.plan.facts.Manifest;

/**
 * The script that does a host's steps; what it prints is read by {@link ApplyEvent#parse}.
 *
 * <p>It is functions, and a call of {@code main} on the last line: a script that was cut short does nothing. It ignores a
 * lost workstation (HUP, PIPE) and goes on to its end, so that the host is as it was or as planned. It holds a lock for as
 * long as it lives: flock(1) on {@code /run/aloft.lock}, which the kernel lets go of when the process ends, however it ends.
 * What Aloft is about to put there is written down before the first step, and what it has put there after the last: an
 * interrupted run leaves nothing that a later one does not know of.
 *
 * <p>Exit status: 0 all steps done; 1 a step failed, those after it were not begun; {@link #LOCKED}.
 */
public final class ApplyScript {
    /** Exit status when another run holds the host's lock. */
    public static final int LOCKED = 75;

    private ApplyScript() {}

    /** A POSIX sh script. It holds secrets: send it on standard input, keep it nowhere. */
    public static String of(Plan plan, HostPlan host, RunIdentity identity) {
        if (!plan.hosts().contains(host)) {
            throw new IllegalArgumentException("not a host of this plan: " + host.host());
        }
        StringBuilder script = new StringBuilder();
        script.append("#!/bin/sh\n# Aloft: brings ").append(host.host().replaceAll("[^\\w.-]", "?"));
        script.append(" to what the topology asks for.\n");
        script.append("who=")
                .append(quote(identity.who() + "@" + identity.from()))
                .append('\n');
        script.append("since=").append(quote(identity.since().toString())).append('\n');
        script.append("run=").append(quote(identity.runId())).append("\n\n");
        script.append(ApplyFunctions.TEXT).append('\n');
        for (Step step : host.steps()) {
            script.append("step_").append(step.number()).append("() { # ");
            script.append(step.kind().name().toLowerCase(java.util.Locale.ROOT)).append('\n');
            script.append("  ").append(StepCommands.of(step, host)).append("}\n\n");
        }
        script.append(main(host));
        return script.append("main </dev/null\n").toString();
    }

    private static String main(HostPlan host) {
        Manifest before = host.intent();
        List<Step> steps = host.steps();
        StringBuilder main = new StringBuilder("main() {\n  prepare || exit\n");
        main.append("  attempt 0 remember ").append(quote(before.text())).append(" || exit 1\n");
        for (Step step : steps) {
            main.append("  say started %d%n".formatted(step.number()));
            main.append("  attempt %d step_%d || exit 1%n".formatted(step.number(), step.number()));
            main.append("  say 'done' %d%n".formatted(step.number()));
        }
        main.append("  attempt 0 remember ").append(quote(host.wanted().text())).append(" || exit 1\n");
        main.append("  say finished %d%n".formatted(steps.size()));
        return main.append("}\n\n").toString();
    }
}
