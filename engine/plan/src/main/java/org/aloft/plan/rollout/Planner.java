package org.aloft.plan.rollout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.plan.cluster.DirectorText;
import org.aloft.plan.cluster.VrrpAgent;
import org.aloft.plan.cluster.Wanted;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.HostState;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.UnreachableHost;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.Resource;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VrrpInstance;

/**
 * Works out what is to be done: start here. The story: compare each host with what is wanted there; refuse what cannot
 * be done safely; divide each host's steps into batches; put the batches of all hosts in order; say what that does to
 * the service.
 *
 * <p>A pure function: no clock, no network, no file. One object a plan; for one thread.
 */
public final class Planner {
    private static final int KEEPERS_WITHOUT_DIRECTORS = 3;

    private final Topology topology;
    private final Wanted wanted;
    private final PlanOptions options;
    private final Map<String, HostFacts> facts = new LinkedHashMap<>();
    private final List<UnreachableHost> unreachable = new ArrayList<>();
    private final Map<String, HostComparison> comparisons = new LinkedHashMap<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Cluster cluster;
    private final List<SharedChange> sharedChanges;

    private Planner(Topology topology, Wanted wanted, Map<String, HostState> states, PlanOptions options) {
        this.topology = topology;
        this.wanted = wanted;
        this.options = options;
        states.forEach((host, state) -> {
            if (state instanceof HostFacts known) {
                facts.put(host, known);
            } else {
                unreachable.add((UnreachableHost) state);
            }
        });
        Map<String, DirectorText> texts = wantedTexts();
        this.cluster = new Cluster(topology, facts, texts);
        this.sharedChanges = SharedChange.find(cluster, texts);
    }

    /**
     * The plan that makes the hosts what the topology wants.
     *
     * @param wanted what is wanted on each host
     * @param states what was found; hosts that the topology does not name are left over, and cleaned
     */
    public static Plan plan(Topology topology, Wanted wanted, Map<String, HostState> states, PlanOptions options) {
        return new Planner(topology, wanted, states, options).plan();
    }

    /**
     * Members of the cluster, by what the manifests of those that were asked say, that have not been asked themselves:
     * hosts that the topology named once and names no more. Ask them, too, and then again: they may name others.
     */
    public static Set<String> leftOver(Topology topology, Map<String, HostState> states, PlanOptions options) {
        Set<String> members = new LinkedHashSet<>();
        for (HostState state : states.values()) {
            if (state instanceof HostFacts known) {
                members.addAll(known.manifest().members());
            }
        }
        members.removeAll(topology.hosts().keySet());
        members.removeAll(states.keySet());
        members.removeAll(options.forget());
        return members;
    }

    private Map<String, DirectorText> wantedTexts() {
        String path = VrrpAgent.of(topology.agent()).configuration();
        Map<String, DirectorText> texts = new LinkedHashMap<>();
        for (String host : facts.keySet()) {
            if (topology.isDirector(host)) {
                for (Resource resource : wanted.on(host)) {
                    if (resource.id().equals(FileResource.idOf(path))) {
                        texts.put(
                                host,
                                DirectorText.read(
                                        ((FileResource) resource).content().reveal()));
                    }
                }
            }
        }
        return texts;
    }

    private Plan plan() {
        Set<String> members = members();
        Set<String> keepers = keepers();
        // Hosts are compared each by itself, on all processors; the results keep the hosts' order.
        facts.values().parallelStream()
                .map(known -> compare(known, keepers.contains(known.host()) ? members : keepers))
                .toList()
                .forEach(comparison -> comparisons.put(comparison.host(), comparison));
        Set<String> refused = new Refusals(cluster, sharedChanges, comparisons, options).find(refusals);
        Map<String, List<Batch>> batches = new LinkedHashMap<>();
        boolean waits = comparisons.keySet().stream()
                .filter(host -> options.allows(host) && !refused.contains(host))
                .anyMatch(host -> role(host) == HostRole.LEAVING_DIRECTOR
                        || (role(host).isDirector() && comparisons.get(host).hasSteps()));
        Batches cutter = new Batches(cluster, sharedChanges, waits);
        comparisons.forEach((host, comparison) -> {
            if (options.allows(host) && !refused.contains(host)) {
                List<Batch> cut = cutter.cut(comparison, role(host));
                if (!cut.isEmpty()) {
                    batches.put(host, cut);
                }
            }
        });
        forgetWhoLeaves(batches);
        RealServerDrains drains =
                new RealServerDrains(cluster, host -> options.allows(host) && !refused.contains(host));
        RolloutOrder order = new RolloutOrder(cluster, sharedChanges, batches, options.serial(), drains);
        List<Wave> waves = new Waves(cluster, this::role).of(order.layers());
        Impact impact = new ImpactForecast(cluster, sharedChanges, waves, drains, order.drained()).impact();
        Plan.Pace pace = new Plan.Pace(order.dependents(), options.maxFailures());
        return new Plan(impact, waves, hostPlans(refused), unreachable, refusals, pace);
    }

    /** All on which something is wanted, and those that are left over until they are clean. */
    private Set<String> members() {
        Set<String> members = new LinkedHashSet<>(wanted.members());
        facts.forEach((host, known) -> {
            if (!topology.hosts().containsKey(host)
                    && !known.manifest().entries().isEmpty()) {
                members.add(host);
            }
        });
        unreachable.stream().map(UnreachableHost::host).forEach(host -> {
            if (!topology.hosts().containsKey(host)) {
                members.add(host);
            }
        });
        return members;
    }

    /**
     * Who keeps the list of all members: the directors, or some hosts of a cluster without any. All others keep the
     * names of these, so that manifests do not grow with the square of the cluster, and who leaves is found all the
     * same.
     */
    private Set<String> keepers() {
        Set<String> keepers = wanted.members().stream()
                .filter(topology::isDirector)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return keepers.isEmpty()
                ? wanted.members().stream()
                        .limit(KEEPERS_WITHOUT_DIRECTORS)
                        .collect(Collectors.toCollection(LinkedHashSet::new))
                : keepers;
    }

    private HostComparison compare(HostFacts known, Set<String> members) {
        List<Resource> resources = wanted.on(known.host());
        if (resources.isEmpty() && known.manifest().entries().isEmpty()) {
            return HostComparison.of(known, List.of(), Set.of(), false);
        }
        boolean vipsLiveOn = cluster.vipsLiveOn(known) || vipsStayElsewhere(known.host());
        return Preflight.find(topology, known)
                .map(refusal -> HostComparison.refused(known, refusal))
                .orElseGet(() -> HostComparison.of(known, resources, members, vipsLiveOn));
    }

    /** Of several directors that leave, one that may not be changed now goes on holding what this one held. */
    private boolean vipsStayElsewhere(String host) {
        return cluster.leaving().contains(host)
                && cluster.leaving().stream()
                        .filter(other -> !other.equals(host) && !options.allows(other))
                        .anyMatch(other -> cluster.text(other)
                                .holding(cluster.toldVips(host))
                                .isPresent());
    }

    /** Once left-over hosts are clean, the others' manifests name them no more. */
    private void forgetWhoLeaves(Map<String, List<Batch>> batches) {
        Set<String> going = batches.keySet().stream()
                .filter(host -> !topology.hosts().containsKey(host))
                .collect(Collectors.toSet());
        if (going.isEmpty()) {
            return;
        }
        comparisons.forEach((host, comparison) -> {
            Manifest last = comparison.wanted();
            boolean named = last.members().stream().anyMatch(going::contains);
            if (named
                    && topology.hosts().containsKey(host)
                    && options.allows(host)
                    && comparison.refusal().isEmpty()) {
                Set<String> staying = new LinkedHashSet<>(last.members());
                staying.removeAll(going);
                List<Batch> all = new ArrayList<>(batches.getOrDefault(host, List.of()));
                all.removeIf(batch -> batch.part() == Batch.Part.RECORD);
                all.add(Batches.record(host, last, new Manifest(staying, last.entries()), going));
                batches.put(host, all);
            }
        });
    }

    private HostRole role(String host) {
        if (topology.isDirector(host)) {
            List<VrrpInstance> instances = topology.instancesOf(host);
            boolean active = instances.isEmpty()
                    || instances.stream().anyMatch(instance -> cluster.holder(instance)
                            .orElse(instance.preferredActive())
                            .equals(host));
            return active ? HostRole.ACTIVE_DIRECTOR : HostRole.STANDBY_DIRECTOR;
        }
        if (cluster.leaving().contains(host)) {
            return HostRole.LEAVING_DIRECTOR;
        }
        return topology.virtualServicesWithRealServer(host).isEmpty() ? HostRole.OTHER : HostRole.REAL_SERVER;
    }

    private List<HostPlan> hostPlans(Set<String> refused) {
        return comparisons.values().stream()
                .filter(comparison -> !refused.contains(comparison.host()) && options.allows(comparison.host()))
                .map(comparison -> new HostPlan(
                        comparison.host(),
                        role(comparison.host()),
                        comparison.untouched(),
                        comparison.warnings(),
                        comparison.facts().manifestDigest()))
                .toList();
    }
}
