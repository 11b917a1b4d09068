package org.aloft.plan.rollout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.plan.cluster.VrrpAgent;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.Action;
import org.aloft.plan.resource.Call;
import org.aloft.plan.resource.Change;
import org.aloft.plan.resource.Effect;
import org.aloft.plan.rollout.Batch.Part;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VirtualService;

/** Divides a host's steps into batches: what may be done at once, and what has to wait for other hosts. */
final class Batches {
    /** A standby director that nobody comes back to starts again by itself after this time. */
    private static final int PAUSE_SECONDS = 900;

    private static final ResourceId MANIFEST = new ResourceId("manifest", Manifest.PATH);

    private final Cluster cluster;
    private final List<SharedChange> sharedChanges;
    private final boolean directorsChange;

    /** @param directorsChange whether there is any director that others have to wait for */
    Batches(Cluster cluster, List<SharedChange> sharedChanges, boolean directorsChange) {
        this.cluster = cluster;
        this.sharedChanges = sharedChanges;
        this.directorsChange = directorsChange;
    }

    /** The host's batches in their order; none when there is nothing to do. */
    List<Batch> cut(HostComparison comparison, HostRole role) {
        if (comparison.onlyRecords()) {
            return List.of(record(comparison));
        }
        String host = comparison.host();
        List<Step> all = new ArrayList<>(comparison.givingBack());
        all.addAll(comparison.changes());
        return switch (role) {
            case STANDBY_DIRECTOR, ACTIVE_DIRECTOR -> {
                List<Step> steps = whereItServesOn(comparison);
                boolean standsBack = sharedChanges.stream()
                        .anyMatch(shared -> shared.standBack().contains(host));
                yield standsBack
                        ? standBack(comparison, steps)
                        : build(comparison, part(Part.CHANGE, drain(host), steps));
            }
            case LEAVING_DIRECTOR -> build(comparison, part(Part.LEAVE, List.of(), all));
            case REAL_SERVER, OTHER -> {
                boolean waits = directorsChange && !comparison.givingBack().isEmpty();
                boolean onlyGivesBack = comparison.changes().isEmpty();
                yield waits || onlyGivesBack
                        ? build(
                                comparison,
                                part(Part.CHANGE, List.of(), comparison.changes()),
                                part(Part.CLEAN_UP, List.of(), comparison.givingBack()))
                        : build(comparison, part(Part.CHANGE, List.of(), all));
            }
        };
    }

    /** What an agent that stays has relied on goes when it does no longer: one balancer serves until the other does. */
    private List<Step> whereItServesOn(HostComparison comparison) {
        ResourceId service = cluster.agent().service();
        boolean stays = comparison.facts().manifest().find(service).isPresent();
        List<Step> steps = new ArrayList<>();
        List<Step> last = new ArrayList<>();
        comparison.givingBack().forEach(step -> (stays && VrrpAgent.reliesOn(step.resource()) ? last : steps)
                .add(step));
        steps.addAll(comparison.changes());
        steps.addAll(last);
        return steps;
    }

    private record Cut(Part part, List<Step> steps) {}

    private static Cut part(Part part, List<Step> first, List<Step> then) {
        List<Step> steps = new ArrayList<>(first);
        steps.addAll(then);
        return new Cut(part, steps);
    }

    /** All batches but the last leave in the manifest what is still to be given back. */
    private static List<Batch> build(HostComparison comparison, Cut... cuts) {
        Manifest during = comparison.wanted().andAlso(comparison.facts().manifest());
        List<Cut> filled =
                List.of(cuts).stream().filter(cut -> !cut.steps().isEmpty()).toList();
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < filled.size(); i++) {
            int number = 0;
            List<Step> numbered = new ArrayList<>();
            for (Step step : filled.get(i).steps()) {
                numbered.add(step.numbered(++number));
            }
            Manifest after = i == filled.size() - 1 ? comparison.wanted() : during;
            batches.add(new Batch(comparison.host(), filled.get(i).part(), numbered, during, after));
        }
        return batches;
    }

    private List<Step> drain(String host) {
        if (!cluster.holdsAny(host) || !cluster.service(host).equals(VrrpAgent.ALOFTD.service())) {
            return List.of();
        }
        Set<String> goOn = proxiedTo(host);
        List<String> leaving = cluster.dropped(host).stream()
                .filter(server -> !goOn.contains(server))
                .toList();
        return leaving.isEmpty() ? List.of() : List.of(RealServerDrains.forGood(leaving));
    }

    /** Whom haproxy sends to from now on: drained before, they would serve nobody meanwhile. */
    private Set<String> proxiedTo(String host) {
        return cluster.topology().virtualServicesOfDirector(host).stream()
                .filter(service -> service.forwarding() == VirtualService.Forwarding.PROXY)
                .flatMap(service -> service.realServers().stream())
                .map(server -> IpPrefix.inShort(server.address()) + ":" + server.port())
                .collect(Collectors.toSet());
    }

    private List<Batch> standBack(HostComparison comparison, List<Step> all) {
        String unit = cluster.service(comparison.host()).name();
        ResourceId service = cluster.agent().service();
        Step pause = new Step(
                0,
                cluster.service(comparison.host()),
                "what the peers must have in common changes: of two that differ, each would take the VIPs",
                Change.of(
                                Action.UPDATE,
                                "pause",
                                unit + ", until the director that holds the VIPs has changed",
                                Call.of("pause_unit", unit, Integer.toString(PAUSE_SECONDS)))
                        .withEffect(Effect.STOPS));
        List<Step> steps = new ArrayList<>(all);
        steps.removeIf(step -> step.resource().equals(service));
        Optional<Step> own =
                all.stream().filter(step -> step.resource().equals(service)).findFirst();
        List<Call> calls = new ArrayList<>(List.of(Call.of("resume_unit", unit)));
        calls.addAll(own.map(step -> step.change().calls()).orElse(List.of(Call.of("restart_unit", service.name()))));
        steps.add(new Step(
                0,
                service,
                "its peers have the new values",
                Change.of(Action.UPDATE, "start", service.name(), calls.toArray(Call[]::new))
                        .withEffect(Effect.STARTS)));
        List<Batch> batches = build(
                comparison,
                part(Part.STAND_BACK, List.of(), List.of(pause)),
                part(Part.CHANGE, drain(comparison.host()), steps));
        // Should the run break off in between, the next one finds an agent that does not run, and starts it.
        Batch paused = batches.get(0);
        Map<ResourceId, Entry> entries = new LinkedHashMap<>(paused.after().entries());
        entries.computeIfPresent(service, (id, entry) -> entry.with(Entry.PENDING, Entry.RESTART));
        Manifest pending = new Manifest(paused.after().members(), entries);
        return List.of(
                new Batch(paused.host(), paused.part(), paused.steps(), paused.before(), pending), batches.get(1));
    }

    private static Batch record(HostComparison comparison) {
        Change change = Change.of(Action.UPDATE, "record", "what is here already");
        Step step = new Step(1, MANIFEST, "what left the topology can then leave the host too", change);
        return new Batch(
                comparison.host(),
                Part.RECORD,
                List.of(step),
                comparison.facts().manifest(),
                comparison.wanted());
    }

    /** A batch that only takes hosts out of the members. */
    static Batch record(String host, Manifest before, Manifest after, Set<String> gone) {
        Change change = Change.of(
                Action.UPDATE,
                "record",
                String.join(", ", gone.stream().sorted().toList()) + " left the cluster");
        Step step = new Step(1, MANIFEST, "nobody then looks for a host that is clean", change);
        return new Batch(host, Part.RECORD, List.of(step), before, after);
    }
}
