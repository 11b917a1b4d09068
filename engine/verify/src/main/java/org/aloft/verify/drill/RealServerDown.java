package org.aloft.verify.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.ssh.Connection;
import org.aloft.ssh.SshException;
import org.aloft.topology.model.VirtualService;
import org.aloft.verify.probe.Outage;
import org.aloft.verify.probe.ProbeStream;
import org.aloft.verify.probe.Timeline;
import org.aloft.verify.report.DrillResult;
import org.aloft.verify.report.Measurement;

/**
 * A real server's service is stopped, so that its check takes it out of the table, and started again. Requests fail
 * between the stop and the ejection: that time has a budget.
 *
 * @param service whose requests are watched
 * @param server the real server
 * @param unit the systemd unit that listens there
 */
record RealServerDown(VirtualService service, VirtualService.RealServer server, String unit) implements Drill {
    private static final Duration NOTHING_FAILS = Duration.ofSeconds(8);
    private static final Duration HEALTH_LIMIT = Duration.ofMinutes(2);

    @Override
    public DrillKind kind() {
        return DrillKind.REAL_SERVER;
    }

    @Override
    public String title() {
        return "real server of " + service.name() + " down and back";
    }

    @Override
    public String target() {
        return server.host();
    }

    @Override
    public DrillResult run(Ground ground) throws SshException, InterruptedException {
        Connection host = ground.connection(server.host());
        Duration limit =
                ground.topology().verification().ejection().multipliedBy(3).plusSeconds(10);
        try (ProbeStream stream = ground.probe(service)) {
            ground.watch(stream, Ground.BEFORE);
            UndoTimer timer = UndoTimer.toStart(unit, limit.plusSeconds(60), host);
            Duration stopped = stream.mark(unit + " stopped on " + server.host());
            Duration started;
            try {
                ground.say("stopping " + unit + " on " + server.host());
                ground.systemctl(host, "stop", unit);
                stream.await(timeline -> hasFailed(timeline, stopped), NOTHING_FAILS);
                stream.await(timeline -> ejected(timeline, stopped, stream.now()), limit);
            } finally {
                started = stream.mark(unit + " started on " + server.host());
                ground.startAgain(server.host(), unit, timer);
            }
            String wrong = ground.awaitHealth(HEALTH_LIMIT, Ground.WantedState.nothingMore());
            ground.watch(stream, Ground.AFTER.plus(calm()));
            return result(ground, stream.timeline(), stopped, started, wrong);
        }
    }

    private boolean hasFailed(Timeline timeline, Duration from) {
        return !timeline.outages(from, Duration.ofDays(1), calm()).isEmpty();
    }

    /** Long enough that the server would have had its turn several times, were it still in the table. */
    private Duration calm() {
        int all = service.realServers().stream()
                .mapToInt(VirtualService.RealServer::weight)
                .sum();
        long turns = Math.max(1, (long) Math.ceil(all / (double) Math.max(1, server.weight())));
        Duration severalTurns = ProbeStream.INTERVAL.multipliedBy(5 * turns);
        return severalTurns.compareTo(Ground.CALM) > 0 ? severalTurns : Ground.CALM;
    }

    private boolean ejected(Timeline timeline, Duration from, Duration now) {
        List<Outage> outages = timeline.outages(from, Duration.ofDays(1), calm());
        return outages.isEmpty()
                || now.minus(outages.get(outages.size() - 1).lastFailed()).compareTo(calm().plus(Ground.AFTER)) > 0;
    }

    private DrillResult result(Ground ground, Timeline timeline, Duration stopped, Duration started, String wrong) {
        Duration budget = ground.topology().verification().ejection();
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(Gaps.ejection("requests fail until ejected", timeline, stopped, started, calm(), budget));
        Optional<Duration> again = Gaps.firstAnswer(timeline, started, server.host());
        again.ifPresent(after -> measurements.add(new Measurement(
                "gets requests again", after, Optional.empty(), true, "after " + unit + " was started")));
        measurements.add(Gaps.gap(
                "failures at its return",
                timeline,
                started,
                Duration.ofDays(1),
                ground.topology().verification().handover(),
                ""));
        return DrillPlan.result(this, measurements, timeline, wrong);
    }
}
