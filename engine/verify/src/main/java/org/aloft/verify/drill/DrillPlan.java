package org.aloft.verify.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

/**
 * Chooses drills: handover and crash for each instance and each director that announces, a real server for each
 * service. Pure.
 */
public final class DrillPlan {
    private DrillPlan() {}

    /** A drill, or why it is refused. */
    public sealed interface Choice {
        /** To be run. */
        record Runs(Drill drill) implements Choice {}

        /** Not to be run. */
        record Refused(DrillResult result) implements Choice {}
    }

    /** All drills of one kind. Chosen again before each one, as the holder of a VIP may have changed. */
    public static List<Choice> of(Findings findings, DrillKind kind) {
        return switch (kind) {
            case HANDOVER, CRASH ->
                Stream.concat(
                                findings.topology().instances().stream()
                                        .map(instance -> onDirector(findings, instance, kind)),
                                announcers(findings.topology()).stream()
                                        .map(host -> onAnnouncer(findings.topology(), host, kind)))
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
                .filter(candidate -> candidate.tcpPort().isPresent()
                        && findings.topology().instanceOf(candidate).equals(Optional.of(instance)))
                .findFirst();
        if (service.isEmpty()) {
            return refused(
                    kind, title, instance.name(), "no TCP service uses its VIPs, so there is nothing to measure");
        }
        if (instance.members().size() < 2) {
            return refused(kind, title, instance.name(), "it has only one member, so no other can take over");
        }
        List<String> holders =
                findings.cluster().holders(instance, service.get().vip());
        if (holders.size() != 1) {
            return refused(kind, title, instance.name(), "its VIP is not held by exactly one director");
        }
        if (findings.topology().verification().from().equals(Optional.of(holders.get(0)))) {
            return refused(kind, title, holders.get(0), "it is the host that requests start from (verify.from)");
        }
        return runs(kind, new HoldingDirector(instance, service.get(), holders.get(0)));
    }

    private static List<String> announcers(Topology topology) {
        return topology.announcedVips().isEmpty()
                ? List.of()
                : topology.directors().stream().filter(topology::announces).toList();
    }

    /** Each of them in turn: which one the router sends a request to is the router's choice, and not known here. */
    private static Choice onAnnouncer(Topology topology, String host, DrillKind kind) {
        String title = kind.id() + " of " + host;
        Optional<VirtualService> service = topology.services().stream()
                .filter(candidate -> candidate.tcpPort().isPresent()
                        && topology.announcedVips().contains(candidate.vip()))
                .findFirst();
        if (service.isEmpty()) {
            return refused(
                    kind, title, host, "no TCP service uses the VIPs it announces, so there is nothing to measure");
        }
        List<String> others = announcers(topology).stream()
                .filter(other -> !other.equals(host))
                .toList();
        if (others.isEmpty()) {
            return refused(kind, title, host, "no other director announces its VIPs, so none can take over");
        }
        if (topology.verification().from().equals(Optional.of(host))) {
            return refused(kind, title, host, "it is the host that requests start from (verify.from)");
        }
        return runs(kind, new AnnouncingDirector(service.get(), host, others));
    }

    private static Choice runs(DrillKind kind, DirectorDrill on) {
        return new Choice.Runs(kind == DrillKind.CRASH ? new Crash(on) : new Handover(on));
    }

    private static Choice onRealServer(Topology topology, VirtualService service) {
        String title = "real server of " + service.name() + " down and back";
        List<VirtualService.RealServer> weighted = service.realServers().stream()
                .filter(server -> server.weight() > 0)
                .toList();
        if (service.tcpPort().isEmpty()) {
            return refused(
                    DrillKind.REAL_SERVER,
                    title,
                    service.name(),
                    "not a service of one TCP port, so there is nothing to measure");
        }
        if (service.forwarding() == VirtualService.Forwarding.LOCAL) {
            return refused(
                    DrillKind.REAL_SERVER,
                    title,
                    service.name(),
                    "it has no real servers: the holder of the VIP answers itself (forward: local)");
        }
        if (weighted.size() < 2) {
            return refused(
                    DrillKind.REAL_SERVER,
                    title,
                    service.name(),
                    "it has only one real server: stopping it would be an outage");
        }
        Optional<VirtualService.RealServer> managed =
                weighted.stream().filter(server -> server.host().isPresent()).findFirst();
        if (managed.isEmpty()) {
            return refused(
                    DrillKind.REAL_SERVER,
                    title,
                    service.name(),
                    "its real servers are no hosts of the inventory, so none can be stopped");
        }
        return onRealServer(topology, service, managed.get(), title);
    }

    private static Choice onRealServer(
            Topology topology, VirtualService service, VirtualService.RealServer server, String title) {
        int left = service.realServers().stream()
                        .mapToInt(VirtualService.RealServer::weight)
                        .sum()
                - server.weight();
        if (left < service.fallback().quorum().least()) {
            return refused(
                    DrillKind.REAL_SERVER,
                    title,
                    service.name(),
                    "without " + server.name() + " the others weigh " + left + ", less than the quorum of "
                            + service.fallback().quorum().least());
        }
        if (service.checksOf(server).isEmpty()) {
            return refused(
                    DrillKind.REAL_SERVER,
                    title,
                    service.name(),
                    "it has no health check, so a dead real server would stay in the table");
        }
        String host = server.host().orElseThrow();
        List<String> units = Optional.ofNullable(topology.hostSettings().get(host))
                .map(HostSettings::services)
                .orElse(List.of());
        if (units.size() != 1) {
            return refused(
                    DrillKind.REAL_SERVER,
                    title,
                    host,
                    "cannot tell which service serves it: list just that one in hosts." + host + ".services");
        }
        return new Choice.Runs(new RealServerDown(service, host, server.weight(), units.get(0)));
    }

    private static Choice refused(DrillKind kind, String title, String target, String reason) {
        return new Choice.Refused(DrillResult.refused(kind.id(), title, target, reason));
    }

    /** The result of a drill that ran; {@code wrong} says what did not recover, and is empty when all did. */
    static DrillResult result(Drill drill, List<Measurement> measurements, Timeline timeline, String wrong) {
        List<String> notes = new ArrayList<>();
        if (timeline.longestSilence().compareTo(timeline.interval().multipliedBy(5)) > 0) {
            notes.add("this machine sent no probe for " + DurationText.atLeast(timeline.longestSilence())
                    + ": no gap can be measured more finely than that");
        }
        if (measurements.stream().anyMatch(measurement -> !measurement.stalls().isEmpty())) {
            notes.add("while the measuring side stalls (this machine, the host that requests start from, or the "
                    + "connection to it), it cannot see the service recover: the actual gap may have been shorter. "
                    + "The budget is compared with the measured gap");
        }
        if (timeline.notSent() > 0) {
            notes.add(timeline.notSent() + " scheduled probes were not sent");
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
                wrong.isEmpty() ? DrillResult.State.RAN : DrillResult.State.ABORTED,
                wrong.isEmpty() ? "" : "the cluster did not recover: " + wrong,
                measurements,
                timeline,
                notes);
    }
}
