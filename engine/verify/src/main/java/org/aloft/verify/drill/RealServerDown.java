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
 * Stops a real server's service, so that its health check removes it from the IPVS table, and starts it again. Requests
 * fail between stop and removal; that time has a budget.
 *
 * @param service whose VIP is probed
 * @param host the real server, a host of the inventory
 * @param weight its share of the requests, more than 0
 * @param unit the unit that serves it
 */
record RealServerDown(VirtualService service, String host, int weight, String unit) implements Drill {
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
        return host;
    }

    @Override
    public DrillResult run(DrillContext context) throws SshException, DrillRefused, InterruptedException {
        Connection connection = context.connection(host);
        Duration limit =
                context.topology().verification().ejection().multipliedBy(3).plusSeconds(10);
        try (ProbeStream stream = context.probe(service)) {
            context.watch(stream, DrillContext.BEFORE);
            UndoTimer timer = UndoTimer.toStart(unit, limit.plusSeconds(60), context.identity(), connection);
            Duration stopped = stream.mark(unit + " stopped on " + host);
            Duration started;
            try {
                context.say("stopping " + unit + " on " + host);
                context.tellService(connection, "stop", unit);
                stream.await(timeline -> hasFailed(timeline, stopped), NOTHING_FAILS);
                stream.await(timeline -> ejected(timeline, stopped, stream.now()), limit);
            } finally {
                started = stream.mark(unit + " started on " + host);
                context.startAgain(host, unit, timer);
            }
            String wrong = context.awaitHealth(HEALTH_LIMIT, DrillContext.WantedState.nothingMore());
            context.watch(stream, DrillContext.AFTER.plus(calm()));
            return result(context, stream.timeline(), stopped, started, wrong);
        }
    }

    private boolean hasFailed(Timeline timeline, Duration from) {
        return !timeline.outages(from, Duration.ofDays(1), calm()).isEmpty();
    }

    /** Long enough that a server still in the table would have had several turns. */
    private Duration calm() {
        int all = service.realServers().stream()
                .mapToInt(VirtualService.RealServer::weight)
                .sum();
        long turns = Math.max(1, (long) Math.ceil(all / (double) Math.max(1, weight)));
        Duration severalTurns = ProbeStream.INTERVAL.multipliedBy(5 * turns);
        return severalTurns.compareTo(DrillContext.CALM) > 0 ? severalTurns : DrillContext.CALM;
    }

    private boolean ejected(Timeline timeline, Duration from, Duration now) {
        List<Outage> outages = timeline.outages(from, Duration.ofDays(1), calm());
        return outages.isEmpty()
                || now.minus(outages.get(outages.size() - 1).lastFailed()).compareTo(calm().plus(DrillContext.AFTER))
                        > 0;
    }

    private DrillResult result(
            DrillContext context, Timeline timeline, Duration stopped, Duration started, String wrong) {
        Duration budget = context.topology().verification().ejection();
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(Gaps.ejection("requests fail until ejected", timeline, stopped, started, calm(), budget));
        Optional<Duration> again = Gaps.firstAnswer(timeline, started, host);
        again.ifPresent(after -> measurements.add(new Measurement(
                "gets requests again",
                after,
                Optional.empty(),
                true,
                "after " + unit + " was started",
                timeline.stalls(started, started.plus(after)))));
        measurements.add(Gaps.gap(
                "failures at its return",
                timeline,
                started,
                Duration.ofDays(1),
                context.topology().verification().handover(),
                ""));
        return DrillPlan.result(this, measurements, timeline, wrong);
    }
}
