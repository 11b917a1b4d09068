package org.aloft.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.aloft.plan.resource.DirectorResources;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;

/**
 * Which hosts are changed together: first all that are no directors, then standby directors, then those that hold a VIP. Two
 * directors of one instance are never in the same wave.
 */
final class WaveOrder {
    private final Topology topology;
    private final Map<String, HostPlan> plans;
    private final List<Wave> waves = new ArrayList<>();

    private WaveOrder(Topology topology, Map<String, HostPlan> plans) {
        this.topology = topology;
        this.plans = plans;
    }

    static List<Wave> of(Topology topology, Map<String, HostPlan> plans) {
        return new WaveOrder(topology, plans).order();
    }

    private List<Wave> order() {
        List<String> others = changing(Set.of(HostRole.REAL_SERVER, HostRole.OTHER));
        if (!others.isEmpty()) {
            boolean realServers =
                    others.stream().allMatch(host -> plans.get(host).role() == HostRole.REAL_SERVER);
            add(realServers ? "real servers" : "real servers and others", others);
        }
        addDirectors("standby directors", changing(Set.of(HostRole.STANDBY_DIRECTOR)));
        addDirectors("active directors", changing(Set.of(HostRole.ACTIVE_DIRECTOR)));
        return waves;
    }

    private List<String> changing(Set<HostRole> roles) {
        return plans.values().stream()
                .filter(plan -> plan.hasChanges() && roles.contains(plan.role()))
                .map(HostPlan::host)
                .toList();
    }

    private void addDirectors(String title, List<String> directors) {
        Map<Integer, List<String>> layers = new TreeMap<>();
        Map<String, Integer> layerOf = new LinkedHashMap<>();
        directors.stream().sorted(Comparator.comparingInt(this::priority)).forEach(director -> {
            int layer = layerOf.keySet().stream()
                    .filter(other -> shareInstance(director, other))
                    .mapToInt(other -> layerOf.get(other) + 1)
                    .max()
                    .orElse(0);
            layerOf.put(director, layer);
            layers.computeIfAbsent(layer, number -> new ArrayList<>()).add(director);
        });
        layers.values().forEach(layer -> add(layer.size() == 1 ? title.replaceAll("s$", "") : title, layer));
    }

    private int priority(String director) {
        return topology.instancesOf(director).stream()
                .mapToInt(instance -> instance.members().get(director).value())
                .max()
                .orElse(0);
    }

    private boolean shareInstance(String one, String other) {
        return topology.instancesOf(one).stream()
                .anyMatch(instance -> instance.members().containsKey(other));
    }

    private void add(String title, List<String> hosts) {
        waves.add(new Wave(waves.size() + 1, title, hosts, proof(hosts)));
    }

    private List<Proof> proof(List<String> hosts) {
        List<Proof> proof = new ArrayList<>();
        for (VirtualService service : topology.services()) {
            service.realServers().stream()
                    .filter(server ->
                            hosts.contains(server.host()) && service.protocol() == VirtualService.Protocol.TCP)
                    .forEach(server -> proof.add(new Proof.RealServerAnswers(
                            service.name(), server.host(), server.address(), server.port())));
        }
        String unit = DirectorResources.unitOf(topology.agent());
        hosts.stream().filter(topology::isDirector).forEach(host -> proof.add(new Proof.AgentRuns(host, unit)));
        for (VrrpInstance instance : topology.instances()) {
            if (instance.members().keySet().stream().anyMatch(hosts::contains)) {
                List<String> members = instance.members().keySet().stream()
                        .filter(plans::containsKey)
                        .collect(Collectors.toList());
                instance.vips().forEach(vip -> proof.add(new Proof.OneHolder(vip, members)));
            }
        }
        return proof;
    }
}
