package org.aloft.verify.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.aloft.plan.show.DurationText;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.verify.check.Findings;
import org.aloft.verify.probe.Outcome;
import org.aloft.verify.probe.Timeline;
import org.aloft.verify.report.DrillResult;
import org.aloft.verify.report.Measurement;

/** Which drills a cluster gets: on each instance a handover and a crash, on each service a real server. Pure. */
public final class DrillPlan {
    private DrillPlan() {}

    /** A drill, or why there is none. */
    public sealed interface Choice {
        /** To be run. */
        record Runs(Drill drill) implements Choice {}

        /** Not to be run. */
        record Refused(DrillResult result) implements Choice {}
    }

    /** The kinds of drills, each with what it is done to; chosen again before each, as holders move. */
    public static List<Choice> of(Findings findings, DrillKind kind) {
        return switch (kind) {
            case HANDOVER, CRASH ->
                findings.topology().instances().stream()
                        .map(instance -> onDirector(findings, instance, kind))
                        .toList();
            case REAL_SERVER ->
                findings.topology().services().stream()
                        .map(service -> onRealServer(findings.topology(), service))
                        .toList();
        };
    }

    private static Choice onDirector(Findings findings, VrrpInstance instance, DrillKind kind) {
        String title = kind.id() + " of " + instance.name();
        Optional<VirtualService> service = findings.topology().services().stream()
                .filter(candidate -> candidate.protocol() == VirtualService.Protocol.TCP
                        && findings.topology().instanceOf(candidate).equals(Optional.of(instance)))
                .findFirst();
        if (service.isEmpty()) {
            return refused(
                    kind, title, instance.name(), "no TCP service stands on its VIPs, so nothing can be measured");
        }
        if (instance.members().size() < 2) {
            return refused(kind, title, instance.name(), "it has one member only, so nobody could take over");
        }
        List<String> holders =
                findings.cluster().holders(instance, service.get().vip());
        if (holders.size() != 1) {
            return refused(kind, title, instance.name(), "its VIP is not held by exactly one director");
        }
        if (findings.topology().verification().from().equals(Optional.of(holders.get(0)))) {
            return refused(kind, title, holders.get(0), "it is the host from which is measured (verify.from)");
        }
        return new Choice.Runs(
                kind == DrillKind.CRASH
                        ? new Crash(instance, service.get(), holders.get(0))
                        : new Handover(instance, service.get(), holders.get(0)));
    }

    private static Choice onRealServer(Topology topology, VirtualService service) {
        String title = "real server of " + service.name() + " down and back";
        List<VirtualService.RealServer> weighted = service.realServers().stream()
                .filter(server -> server.weight() > 0)
                .toList();
        if (service.protocol() != VirtualService.Protocol.TCP) {
            return refused(
                    DrillKind.REAL_SERVER, title, service.name(), "it is no TCP service, so nothing can be measured");
        }
        if (weighted.size() < 2) {
            return refused(
                    DrillKind.REAL_SERVER,
                    title,
                    service.name(),
                    "it has one real server only: stopping it is an outage");
        }
        if (service.check().isEmpty()) {
            return refused(
                    DrillKind.REAL_SERVER,
                    title,
                    service.name(),
                    "it has no check, so a dead real server stays in the table");
        }
        List<String> units = Optional.ofNullable(
                        topology.hostSettings().get(weighted.get(0).host()))
                .map(HostSettings::services)
                .orElse(List.of());
        if (units.size() != 1) {
            return refused(
                    DrillKind.REAL_SERVER,
                    title,
                    weighted.get(0).host(),
                    "which systemd unit listens there is not known: name that one alone in hosts."
                            + weighted.get(0).host() + ".services");
        }
        return new Choice.Runs(new RealServerDown(service, weighted.get(0), units.get(0)));
    }

    private static Choice refused(DrillKind kind, String title, String target, String reason) {
        return new Choice.Refused(DrillResult.refused(kind.id(), title, target, reason));
    }

    /** The result of a drill that ran; {@code wrong} says what was not as before afterwards. */
    static DrillResult result(Drill drill, List<Measurement> measurements, Timeline timeline, String wrong) {
        List<String> notes = new ArrayList<>();
        if (timeline.longestSilence().compareTo(timeline.interval().multipliedBy(5)) > 0) {
            notes.add("this machine sent nothing for " + DurationText.atLeast(timeline.longestSilence())
                    + ": it was too busy to measure finer than that");
        }
        if (measurements.stream().anyMatch(measurement -> !measurement.stalls().isEmpty())) {
            notes.add(
                    "while the measuring side (this machine, the host that requests start from, the way to it) stands still, "
                            + "it does not see the service come back: the gap may have been shorter than measured. The budget "
                            + "is held against what was measured");
        }
        if (timeline.notSent() > 0) {
            notes.add(timeline.notSent() + " probes of the schedule could not be sent");
        }
        Map<String, Integer> reasons = new TreeMap<>();
        timeline.samples().forEach(sample -> {
            if (sample.outcome() instanceof Outcome.Failed failed) {
                reasons.merge(failed.reason(), 1, Integer::sum);
            }
        });
        if (!reasons.isEmpty()) {
            notes.add("why probes failed: "
                    + reasons.entrySet().stream()
                            .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                            .collect(Collectors.joining(", ")));
        }
        return new DrillResult(
                drill.kind().id(),
                drill.title(),
                drill.target(),
                wrong.isEmpty() ? DrillResult.State.RAN : DrillResult.State.BROKE_OFF,
                wrong.isEmpty() ? "" : "the cluster is not as before: " + wrong,
                measurements,
                timeline,
                notes);
    }
}
