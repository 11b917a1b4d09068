package org.aloft.verify.drill;

import java.time.Duration;
import java.util.List;
import org.aloft.ssh.Connection;
import org.aloft.ssh.SshException;
import org.aloft.verify.check.DirectorsPrepared;
import org.aloft.verify.probe.ProbeStream;
import org.aloft.verify.probe.Timeline;
import org.aloft.verify.report.DrillResult;
import org.aloft.verify.report.Measurement;

/**
 * Stops the director's agent, which resigns with a priority-0 advert (RFC 9568 §6.4.3), or withdraws what it
 * announces, and starts it again, so that it takes its VIPs back. Both moves must stay within the handover budget.
 */
record Handover(DirectorDrill on) implements Drill {
    private static final Duration WATCH = Duration.ofSeconds(4);
    private static final Duration UNDO_AFTER = Duration.ofSeconds(90);
    private static final Duration HEALTH_LIMIT = Duration.ofMinutes(2);

    @Override
    public DrillKind kind() {
        return DrillKind.HANDOVER;
    }

    @Override
    public String title() {
        return on.handoverTitle();
    }

    @Override
    public String target() {
        return on.active();
    }

    @Override
    public DrillResult run(DrillContext context) throws SshException, DrillRefused, InterruptedException {
        String unit = DirectorsPrepared.unit(context.topology().agent());
        Connection director = context.connection(on.active());
        try (ProbeStream stream = context.probe(on.service())) {
            context.watch(stream, DrillContext.BEFORE);
            UndoTimer timer = UndoTimer.toStart(unit, UNDO_AFTER, context.identity(), director);
            Duration stopped = stream.mark(unit + " stopped on " + on.active());
            Duration started;
            String takenOver;
            try {
                context.say("stopping " + unit + " on " + on.active());
                context.tellService(director, "stop", unit);
                context.watch(stream, WATCH);
                takenOver = on.takenOverBy(context);
            } finally {
                started = stream.mark(unit + " started on " + on.active());
                context.startAgain(on.active(), unit, timer);
            }
            String wrong = context.awaitHealth(on.within(HEALTH_LIMIT), on.asBefore());
            context.watch(stream, DrillContext.AFTER);
            return result(context, stream.timeline(), stopped, started, takenOver, wrong);
        }
    }

    private DrillResult result(
            DrillContext context,
            Timeline timeline,
            Duration stopped,
            Duration started,
            String takenOver,
            String wrong) {
        Duration budget = context.topology().verification().handover();
        List<Measurement> measurements = List.of(
                Gaps.gap(on.handoverGap(), timeline, stopped, started, budget, takenOver),
                Gaps.gap(on.returnGap(), timeline, started, Duration.ofDays(1), budget, ""));
        return DrillPlan.result(this, measurements, timeline, wrong);
    }
}
