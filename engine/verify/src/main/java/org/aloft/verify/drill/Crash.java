package org.aloft.verify.drill;

import java.time.Duration;
import java.util.List;
import org.aloft.ssh.Connection;
import org.aloft.ssh.SshException;
import org.aloft.verify.probe.ProbeStream;
import org.aloft.verify.probe.Timeline;
import org.aloft.verify.report.DrillResult;
import org.aloft.verify.report.Measurement;

/**
 * Crashes a director: {@code reboot(2)} at once, without stopping units, so that it takes no leave of its peers or of
 * the routers. Booting undoes it.
 */
record Crash(DirectorDrill on) implements Drill {
    private static final Duration FAILS_WITHIN = Duration.ofSeconds(15);
    private static final Duration BACK_WITHIN = Duration.ofMinutes(5);
    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(10);
    private static final Duration COMMAND_DEADLINE = Duration.ofSeconds(15);

    /** CAP_SYS_BOOT is bit 22 of capabilities(7). */
    private static final String MAY_REBOOT = """
            command -v systemctl || command -v reboot || exit 1
            capabilities=$(sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status)
            [ $((0x$capabilities >> 22 & 1)) -eq 1 ]
            """;

    /** reboot(2) at once, with nothing told to any service. */
    private static final String REBOOT =
            "if command -v systemctl; then systemctl reboot --force --force; else reboot -f; fi";

    @Override
    public DrillKind kind() {
        return DrillKind.CRASH;
    }

    @Override
    public String title() {
        return on.crashTitle();
    }

    @Override
    public String target() {
        return on.active();
    }

    @Override
    public DrillResult run(DrillContext context) throws SshException, DrillRefused, InterruptedException {
        Connection director = context.connection(on.active());
        if (!director.run(MAY_REBOOT, COMMAND_DEADLINE).succeeded()) {
            throw new DrillRefused(
                    on.active() + " cannot reboot itself (a container without CAP_SYS_BOOT): crash it from"
                            + " outside, and see what `aloft status` says");
        }
        Duration budget = context.topology().verification().failover();
        try (ProbeStream stream = context.probe(on.service())) {
            context.watch(stream, DrillContext.BEFORE);
            Duration crashed = stream.mark("power cut on " + on.active());
            context.say("cutting the power of " + on.active());
            // In the background, so that the command returns before the host goes down.
            director.run("(trap '' HUP; sleep 0.2; " + REBOOT + ") >/dev/null 2>&1 </dev/null &\n", COMMAND_DEADLINE);
            Duration limit = budget.multipliedBy(3).plus(FAILS_WITHIN);
            boolean failed = stream.await(
                    timeline -> !timeline.outages(crashed, Duration.ofDays(1), DrillContext.CALM)
                            .isEmpty(),
                    FAILS_WITHIN);
            if (failed) {
                stream.await(timeline -> DirectorDrill.recovered(timeline, crashed, stream.now()), limit);
            }
            String takenOver = on.takenOverBy(context);
            Duration settled = stream.now();
            context.say("waiting for " + on.active() + " to come back");
            reconnect(context, stream);
            String wrong = context.awaitHealth(on.within(BACK_WITHIN), on.asBefore());
            context.watch(stream, DrillContext.AFTER);
            return result(context, stream.timeline(), crashed, settled, takenOver, wrong);
        }
    }

    /** Waits for SSH to answer again. On timeout the health check that follows says what is wrong. */
    private void reconnect(DrillContext context, ProbeStream stream) throws InterruptedException {
        Duration until = stream.now().plus(BACK_WITHIN);
        while (stream.now().compareTo(until) < 0) {
            try {
                context.reconnect(on.active(), CONNECT_DEADLINE);
                break;
            } catch (SshException notYet) {
                context.sleep().of(Duration.ofSeconds(1));
            }
        }
        stream.mark(on.active() + " back");
    }

    private DrillResult result(
            DrillContext context,
            Timeline timeline,
            Duration crashed,
            Duration settled,
            String takenOver,
            String wrong) {
        var budgets = context.topology().verification();
        List<Measurement> measurements = List.of(
                Gaps.gap(on.crashGap(), timeline, crashed, settled, budgets.failover(), takenOver),
                Gaps.gap(on.returnGap(), timeline, settled, Duration.ofDays(1), budgets.handover(), ""));
        return DrillPlan.result(this, measurements, timeline, wrong);
    }
}
