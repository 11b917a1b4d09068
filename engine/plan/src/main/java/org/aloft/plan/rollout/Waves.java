package org.aloft.plan.rollout;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.aloft.plan.resource.Effect;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.rollout.Batch.Part;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;

/** Makes waves of what may be done at the same time: a title for people, and what must hold afterwards. */
final class Waves {
    private final Cluster cluster;
    private final Function<String, HostRole> roles;
    private final Map<String, List<Behind>> behind = new HashMap<>();

    Waves(Cluster cluster, Function<String, HostRole> roles) {
        this.cluster = cluster;
        this.roles = roles;
        for (VirtualService service : cluster.topology().services()) {
            for (VirtualService.RealServer server : service.realServers()) {
                server.host().ifPresent(host -> behind.computeIfAbsent(host, unused -> new ArrayList<>())
                        .add(new Behind(service, host, server)));
            }
        }
    }

    /** A real server and what it stands behind. */
    private record Behind(VirtualService service, String host, VirtualService.RealServer server) {}

    List<Wave> of(List<List<Batch>> layers) {
        List<Wave> waves = new ArrayList<>();
        for (List<Batch> layer : layers) {
            Set<String> later = layers.subList(waves.size() + 1, layers.size()).stream()
                    .flatMap(List::stream)
                    .filter(batch -> batch.part() == Part.CHANGE)
                    .map(Batch::host)
                    .collect(Collectors.toSet());
            waves.add(new Wave(waves.size() + 1, title(layer), layer, proofs(layer, later)));
        }
        return waves;
    }

    private String title(List<Batch> layer) {
        Map<String, Long> counts = layer.stream()
                .map(this::kindOf)
                .collect(Collectors.groupingBy(
                        Function.identity(), java.util.LinkedHashMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() > 1 ? plural(entry.getKey()) : entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private String kindOf(Batch batch) {
        return switch (batch.part()) {
            case STAND_BACK -> "standby director stands back";
            case DIVERT -> diversion(batch);
            case LEAVE -> "director leaves";
            case RECORD -> "record";
            case CLEAN_UP -> "host to clean up";
            case CHANGE ->
                switch (roles.apply(batch.host())) {
                    case REAL_SERVER -> "real server";
                    case STANDBY_DIRECTOR -> "standby director";
                    case ACTIVE_DIRECTOR -> "active director";
                    case LEAVING_DIRECTOR -> "director leaves";
                    case OTHER -> "other host";
                };
        };
    }

    private static String diversion(Batch batch) {
        boolean drains =
                batch.steps().stream().anyMatch(step -> step.change().verb().equals("drain"));
        return drains ? "director drains real servers" : "director takes real servers back";
    }

    private static String plural(String kind) {
        return switch (kind) {
            case "standby director stands back" -> "standby directors stand back";
            case "director leaves" -> "directors leave";
            case "director drains real servers" -> "directors drain real servers";
            case "director takes real servers back" -> "directors take real servers back";
            case "host to clean up" -> "hosts to clean up";
            default -> kind + "s";
        };
    }

    /** @param later hosts whose change is still to come */
    private List<Proof> proofs(List<Batch> layer, Set<String> later) {
        Set<String> changed = layer.stream()
                .filter(batch -> batch.part() != Part.RECORD && batch.part() != Part.DIVERT)
                .map(Batch::host)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, Batch> batches =
                layer.stream().collect(Collectors.toMap(Batch::host, Function.identity(), (one, other) -> one));
        List<Proof> proofs = new ArrayList<>();
        for (String host : changed) {
            proofs.addAll(listens(behind.getOrDefault(host, List.of()), batches.get(host)));
        }
        for (String host : changed) {
            if (roles.apply(host).isDirector() && batches.get(host).part() == Part.CHANGE) {
                proofs.add(new Proof.AgentRuns(
                        host,
                        cluster.agent().unit(),
                        cluster.facts().get(host).machine().manager()));
                announces(host).ifPresent(proofs::add);
            }
        }
        for (VrrpInstance instance : cluster.topology().instances()) {
            Set<String> contenders = cluster.contenders(instance).keySet();
            if (changed.stream().anyMatch(contenders::contains)) {
                for (IpPrefix vip : instance.vips()) {
                    List<String> seen = contenders.stream()
                            .filter(cluster.facts()::containsKey)
                            .filter(host -> !(later.contains(host) && cluster.isRealServerStill(host, vip)))
                            .toList();
                    proofs.add(oneHolder(instance, vip, seen));
                }
            }
        }
        return proofs;
    }

    /** Else the next director would withdraw its VIPs before this one has them again. */
    private Optional<Proof> announces(String host) {
        Topology topology = cluster.topology();
        if (!topology.announces(host)) {
            return Optional.empty();
        }
        List<InetAddress> neighbors = List.copyOf(topology.routers().keySet());
        List<InetAddress> before = topology.announcedVips().stream()
                .filter(vip -> !cluster.facts()
                        .get(host)
                        .machine()
                        .carried(IpPrefix.inShort(vip), "lo")
                        .isEmpty())
                .toList();
        return Optional.of(new Proof.Announces(host, neighbors, before, cluster.agentRuns(host)));
    }

    /** Of one host: a proof for each of its addresses, and another for those ports where nothing listens yet. */
    private List<Proof> listens(List<Behind> ofHost, Batch batch) {
        Map<Listening, SortedSet<Integer>> ports = new LinkedHashMap<>();
        for (Behind behind : ofHost) {
            if (behind.service().tcpPort().isEmpty() || batch.part() != Part.CHANGE) {
                continue;
            }
            VirtualService.RealServer server = behind.server();
            boolean before = Proof.Listens.sockets(server.address(), server.port()).stream()
                    .anyMatch(cluster.facts().get(batch.host()).machine().listening()::contains);
            if (before || startsSomething(batch)) {
                ports.computeIfAbsent(new Listening(server.address(), before), end -> new TreeSet<>())
                        .add(server.port());
            }
        }
        List<Proof> proofs = new ArrayList<>();
        ports.forEach((end, each) -> proofs.add(new Proof.Listens(batch.host(), end.address(), each, end.before())));
        return proofs;
    }

    private record Listening(InetAddress address, boolean before) {}

    private boolean startsSomething(Batch batch) {
        HostSettings settings = cluster.topology().hostSettings().get(batch.host());
        return settings != null
                && settings.services().stream()
                        .anyMatch(name -> batch.effectOn(ServiceResource.idOf(ServiceResource.unitOf(name)))
                                .equals(Optional.of(Effect.STARTS)));
    }

    private Proof.OneHolder oneHolder(VrrpInstance instance, IpPrefix vip, List<String> seen) {
        int lowest = cluster.contenders(instance).values().stream()
                .mapToInt(Integer::intValue)
                .min()
                .orElse(1);
        Duration interval = instance.advertInterval();
        Duration takeover = interval.multipliedBy(3).plus(Skew.of(instance, lowest));
        return new Proof.OneHolder(vip, seen, takeover.plus(interval));
    }
}
