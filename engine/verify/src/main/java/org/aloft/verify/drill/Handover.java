package org.aloft.verify.drill;

import java.time.Duration;
import java.util.List;
import org.aloft.ssh.Connection;
import org.aloft.ssh.SshException;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.verify.check.DirectorsPrepared;
import org.aloft.verify.probe.ProbeStream;
import org.aloft.verify.probe.Timeline;
import org.aloft.verify.report.DrillResult;
import org.aloft.verify.report.Measurement;

/**
 * The active director's agent is stopped, so that it says farewell with an advert of priority 0 (RFC 9568 §6.4.3), and
 * started again, so that it takes its VIPs back. Both moves are held against the handover budget.
 */
record Handover(DirectorDrill on) implements Drill {
    private static final Duration WATCH = Duration.ofSeconds(4);
    private static final Duration UNDO_AFTER = Duration.ofSeconds(90);
    private static final Duration HEALTH_LIMIT = Duration.ofMinutes(2);

    Handover(VrrpInstance instance, VirtualService service, String active) {
        this(new DirectorDrill(instance, service, active));
    }

    @Override
    public DrillKind kind() {
        return DrillKind.HANDOVER;
    }

    @Override
    public String title() {
        return "graceful handover of " + on.service().vip().getHostAddress();
    }

    @Override
    public String target() {
        return on.active();
    }

    @Override
    public DrillResult run(Ground ground) throws SshException, InterruptedException {
        String unit = DirectorsPrepared.unit(ground.topology().agent());
        Connection director = ground.connection(on.active());
        try (ProbeStream stream = ground.probe(on.service())) {
            ground.watch(stream, Ground.BEFORE);
            UndoTimer timer = UndoTimer.toStart(unit, UNDO_AFTER, director);
            Duration stopped = stream.mark(unit + " stopped on " + on.active());
            Duration started;
            String takenOver;
            try {
                ground.say("stopping " + unit + " on " + on.active());
                ground.systemctl(director, "stop", unit);
                ground.watch(stream, WATCH);
                takenOver = on.takenOverBy(ground);
            } finally {
                started = stream.mark(unit + " started on " + on.active());
                ground.startAgain(on.active(), unit, timer);
            }
            String wrong = ground.awaitHealth(HEALTH_LIMIT, on.asBefore());
            ground.watch(stream, Ground.AFTER);
            return result(ground, stream.timeline(), stopped, started, takenOver, wrong);
        }
    }

    private DrillResult result(
            Ground ground, Timeline timeline, Duration stopped, Duration started, String takenOver, String wrong) {
        Duration budget = ground.topology().verification().handover();
        List<Measurement> measurements = List.of(
                Gaps.gap("handover to the standby", timeline, stopped, started, budget, takenOver),
                Gaps.gap("return of the old active", timeline, started, Duration.ofDays(1), budget, ""));
        return DrillPlan.result(this, measurements, timeline, wrong);
    }
}
