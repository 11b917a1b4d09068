package org.aloft.plan.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.aloft.plan.rollout.Batch.Part;
import org.aloft.topology.model.VirtualService;

/**
 * Which batch comes after which. The rules, each an edge or a milestone of the graph:
 *
 * <ol>
 *   <li>What is put on real servers and other hosts comes before any director changes; where that stops or restarts a
 *   service
 *       that is balanced to, one host begins, and then at most a quarter of them at a time; or as many as the user says.
 *       Directors drain them before, and take them back afterwards.
 *   <li>Directors of one instance change one after the other, standbys first; new ones count as standbys. So do those
 *   without an instance, which all serve.
 *   <li>Where peers must agree on what changes, the others stand back first, then the keeper changes, then they come
 *   back.
 *   <li>A director that is none any more leaves when all that stay have changed and are proven.
 *   <li>What left the topology is taken off other hosts when no director sends anything there any more.
 *   <li>A host that was a real server becomes a director only then, too.
 * </ol>
 *
 * <p>For one thread.
 */
final class RolloutOrder {
    private final Cluster cluster;
    private final List<SharedChange> sharedChanges;
    private final Map<String, List<Batch>> batches;
    private final OptionalInt serial;
    private final RealServerDrains drains;
    private final Set<String> drained = new LinkedHashSet<>();
    private final Graph graph = new Graph();
    private final Map<String, Map<Part, Graph.Node>> nodes = new LinkedHashMap<>();

    /**
     * @param batches host → its batches, in their order on the host
     * @param serial see {@link PlanOptions}
     * @param drains of real servers whose services are interrupted
     */
    RolloutOrder(
            Cluster cluster,
            List<SharedChange> sharedChanges,
            Map<String, List<Batch>> batches,
            OptionalInt serial,
            RealServerDrains drains) {
        this.drains = drains;
        this.cluster = cluster;
        this.serial = serial;
        this.sharedChanges = sharedChanges;
        this.batches = batches;
    }

    List<List<Batch>> layers() {
        batches.values().forEach(this::addHost);
        Graph.Node hostsReady = graph.milestone("hosts ready");
        Graph.Node directorsChanged = graph.milestone("directors changed");
        Graph.Node nothingSentToLeaving = graph.milestone("old directors gone");
        nothingSentToLeaving.after(directorsChanged);
        for (String host : nodes.keySet()) {
            if (!isDirector(host)) {
                node(host, Part.CHANGE).ifPresent(hostsReady::after);
                node(host, Part.LEAVE).ifPresent(node -> nothingSentToLeaving.after(node.after(directorsChanged)));
                node(host, Part.CLEAN_UP).ifPresent(node -> node.after(nothingSentToLeaving));
            } else if (becomesDirector(host)) {
                nodes.get(host).values().forEach(node -> node.after(nothingSentToLeaving));
            } else {
                nodes.get(host).values().forEach(node -> node.after(hostsReady));
                node(host, Part.CHANGE).ifPresent(directorsChanged::after);
            }
        }
        directorsOneByOne();
        leaversOneByOne();
        rollRealServers(hostsReady);
        recordAtTheEnd();
        return graph.layers();
    }

    /** Valid after {@link #layers}. */
    Dependents dependents() {
        return graph.dependents();
    }

    /** Real servers that directors drain before they change; valid after {@link #layers}. */
    Set<String> drained() {
        return drained;
    }

    private void addHost(List<Batch> ofHost) {
        Graph.Node before = null;
        for (Batch batch : ofHost) {
            Graph.Node node = graph.add(batch);
            if (before != null) {
                node.after(before);
            }
            nodes.computeIfAbsent(batch.host(), host -> new LinkedHashMap<>()).put(batch.part(), node);
            before = node;
        }
    }

    private Optional<Graph.Node> node(String host, Part part) {
        return Optional.ofNullable(nodes.getOrDefault(host, Map.of()).get(part));
    }

    private boolean isDirector(String host) {
        return cluster.topology().isDirector(host) && node(host, Part.CHANGE).isPresent();
    }

    /** A real server until now: other directors must have dropped it before. */
    private boolean becomesDirector(String host) {
        return !cluster.agentRuns(host) && cluster.droppedHosts().contains(host);
    }

    private void directorsOneByOne() {
        Map<String, Integer> rank = new HashMap<>();
        nodes.keySet().stream().filter(this::isDirector).forEach(host -> rank.put(host, rank(host)));
        cluster.topology()
                .instances()
                .forEach(instance -> oneByOne(instance.members().keySet(), rank));
        oneByOne(cluster.topology().directors(), rank);
        for (SharedChange shared : sharedChanges) {
            Optional<Graph.Node> keeper = node(shared.keeper(), Part.CHANGE);
            for (String other : shared.standBack()) {
                keeper.ifPresent(change -> node(other, Part.STAND_BACK).ifPresent(change::after));
            }
        }
    }

    private void oneByOne(Set<String> peers, Map<String, Integer> rank) {
        List<String> inOrder = peers.stream()
                .filter(rank::containsKey)
                .sorted(Comparator.comparing((String host) -> rank.get(host))
                        .thenComparing(this::priority)
                        .thenComparing(host -> host))
                .toList();
        for (int i = 1; i < inOrder.size(); i++) {
            node(inOrder.get(i), Part.CHANGE)
                    .orElseThrow()
                    .after(node(inOrder.get(i - 1), Part.CHANGE).orElseThrow());
        }
    }

    /** One order for all instances, so that their chains cannot contradict each other. */
    private int rank(String host) {
        if (becomesDirector(host)) {
            return 4;
        }
        boolean afterKeeper = sharedChanges.stream()
                .anyMatch(shared -> shared.instance().members().containsKey(host)
                        && !shared.keeper().equals(host)
                        && sharedChanges.stream()
                                .noneMatch(other -> other.keeper().equals(host)));
        if (afterKeeper) {
            return 3;
        }
        return active(host) ? 2 : 1;
    }

    /** Whether it holds VIPs, or will when no one does yet. */
    private boolean active(String host) {
        return cluster.topology().instancesOf(host).stream().anyMatch(instance -> cluster.holder(instance)
                .orElse(instance.preferredActive())
                .equals(host));
    }

    private int priority(String host) {
        return cluster.topology().instancesOf(host).stream()
                .mapToInt(instance -> instance.members().get(host).value())
                .max()
                .orElse(0);
    }

    /** Those that hold nothing go first; two that held the same VIPs never go at the same time. */
    private void leaversOneByOne() {
        List<String> leavers = cluster.leaving().stream()
                .filter(host -> node(host, Part.LEAVE).isPresent())
                .sorted(Comparator.comparing(cluster::holdsAny))
                .toList();
        for (int i = 1; i < leavers.size(); i++) {
            node(leavers.get(i), Part.LEAVE)
                    .orElseThrow()
                    .after(node(leavers.get(i - 1), Part.LEAVE).orElseThrow());
        }
    }

    private void rollRealServers(Graph.Node hostsReady) {
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        for (String host : nodes.keySet()) {
            if (node(host, Part.CHANGE).isPresent() && !isDirector(host) && rolls(host)) {
                String group = cluster.topology()
                        .virtualServicesWithRealServer(host)
                        .get(0)
                        .name();
                groups.computeIfAbsent(group, name -> new LinkedHashSet<>()).add(host);
            }
        }
        List<List<String>> shares = new ArrayList<>();
        groups.forEach((group, hosts) -> {
            List<String> all = new ArrayList<>(hosts);
            List<List<String>> own =
                    serial.isPresent() ? shares(all, serial.getAsInt()) : chunks(all, realServers(group));
            for (int i = 0; i < own.size(); i++) {
                if (i == shares.size()) {
                    shares.add(new ArrayList<>());
                }
                shares.get(i).addAll(own.get(i));
            }
        });
        roll(shares, hostsReady);
    }

    /**
     * One share after the other: drained, changed, taken back. Those of all services keep step, so that a director has
     * one batch between two shares.
     */
    private void roll(List<List<String>> shares, Graph.Node hostsReady) {
        Graph.Node begin = graph.milestone("the first share");
        List<String> changed = List.of();
        for (List<String> share : shares) {
            List<String> interrupted = share.stream().filter(this::interrupts).toList();
            Graph.Node ready = graph.milestone("a share is drained");
            ready.behind(begin);
            for (Batch batch : drains.between(changed, interrupted)) {
                ready.after(graph.add(batch).behind(begin));
            }
            drained.addAll(drains.drained(interrupted));
            Graph.Node done = graph.milestone("a share has changed");
            for (String host : share) {
                Graph.Node node = node(host, Part.CHANGE).orElseThrow();
                done.after(node.behind(begin).after(ready));
            }
            begin = done;
            changed = interrupted;
        }
        for (Batch batch : drains.between(changed, List.of())) {
            hostsReady.behind(graph.add(batch).behind(begin));
        }
    }

    /** Real servers whose service is interrupted; all of them, where the user says how many at a time. */
    private boolean rolls(String host) {
        return !cluster.topology().virtualServicesWithRealServer(host).isEmpty()
                && (serial.isPresent() || interrupts(host));
    }

    private boolean interrupts(String host) {
        return batches.get(host).stream()
                .filter(batch -> batch.part() == Part.CHANGE)
                .flatMap(batch -> batch.steps().stream())
                .anyMatch(step -> step.effect().interrupts());
    }

    private int realServers(String service) {
        return cluster.topology().services().stream()
                .filter(each -> each.name().equals(service))
                .map(VirtualService::realServers)
                .mapToInt(List::size)
                .sum();
    }

    private static List<List<String>> shares(List<String> hosts, int size) {
        List<List<String>> shares = new ArrayList<>();
        for (int from = 0; from < hosts.size(); from += size) {
            shares.add(hosts.subList(from, Math.min(hosts.size(), from + size)));
        }
        return shares;
    }

    /** One, then a quarter of all real servers at a time. */
    static List<List<String>> chunks(List<String> hosts, int of) {
        int quarter = Math.max(1, of / 4);
        List<List<String>> chunks = new ArrayList<>();
        int from = 0;
        while (from < hosts.size()) {
            int to = Math.min(hosts.size(), from + (from == 0 ? 1 : quarter));
            chunks.add(hosts.subList(from, to));
            from = to;
        }
        return chunks;
    }

    /** Where a whole plan only records, nobody waits; else a record says what was done before it. */
    private void recordAtTheEnd() {
        Graph.Node gone = graph.milestone("left-over hosts clean");
        nodes.forEach((host, parts) -> {
            if (!cluster.topology().hosts().containsKey(host)) {
                // One of which all is gone already has nothing but a record, and waits as the others' do.
                parts.forEach((part, node) -> {
                    if (part != Part.RECORD) {
                        gone.after(node);
                    }
                });
            }
        });
        nodes.values()
                .forEach(parts -> Optional.ofNullable(parts.get(Part.RECORD)).ifPresent(node -> node.after(gone)));
    }
}
