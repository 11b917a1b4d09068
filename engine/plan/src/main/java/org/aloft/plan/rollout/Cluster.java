package org.aloft.plan.rollout;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.plan.cluster.DirectorText;
import org.aloft.plan.cluster.VrrpAgent;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VrrpInstance;

/**
 * What was found on all hosts together, as far as the order between them depends on it: who holds which VIP, whose
 * agent runs, and what the agents were told so far. Immutable.
 */
final class Cluster {
    private final Topology topology;
    private final VrrpAgent agent;
    private final Map<String, HostFacts> facts;
    private final Map<String, DirectorText> texts = new HashMap<>();
    private final Set<String> wantedVips = new LinkedHashSet<>();
    private final Set<String> leaving = new LinkedHashSet<>();
    private final Map<String, List<String>> dropped = new LinkedHashMap<>();
    private final Map<String, Set<String>> sendsTo = new LinkedHashMap<>();
    private final Set<String> droppedHosts = new LinkedHashSet<>();

    /** @param wantedText what a director's agent is to be told; where a host sent no text, it has just that */
    Cluster(Topology topology, Map<String, HostFacts> facts, Map<String, DirectorText> wantedText) {
        this.topology = topology;
        this.agent = VrrpAgent.of(topology.agent());
        this.facts = facts;
        topology.instances().forEach(instance -> wantedVips.addAll(vips(instance)));
        wantedText.values().forEach(text -> wantedVips.addAll(vips(text)));
        facts.forEach((host, each) -> {
            boolean director = topology.isDirector(host);
            if (!director && runningAgent(each, true).isPresent()) {
                leaving.add(host);
            }
            if (director || leaving.contains(host)) {
                DirectorText wanted = wantedText.getOrDefault(host, DirectorText.EMPTY);
                texts.put(host, text(each, wanted));
                dropped.put(host, dropped(texts.get(host), wanted));
            }
        });
        Set<String> addresses = new LinkedHashSet<>();
        dropped.forEach((director, servers) -> {
            Set<String> ofDirector = servers.stream()
                    .map(server -> server.substring(0, server.lastIndexOf(':')))
                    .collect(Collectors.toSet());
            sendsTo.put(director, ofDirector);
            addresses.addAll(ofDirector);
        });
        facts.forEach((host, each) -> {
            if (each.machine().addresses().stream().anyMatch(held -> addresses.contains(held.host()))) {
                droppedHosts.add(host);
            }
        });
    }

    private static List<String> dropped(DirectorText now, DirectorText wanted) {
        return now.realServers().stream()
                .filter(server -> !wanted.realServers().contains(server))
                .sorted()
                .toList();
    }

    private DirectorText text(HostFacts host, DirectorText same) {
        Optional<VrrpAgent> running = runningAgent(host, false);
        if (running.isEmpty()) {
            return DirectorText.EMPTY;
        }
        return host.answer(FileResource.idOf(running.get().configuration()))
                .find("content")
                .map(DirectorText::read)
                .orElse(running.get() == agent ? same : DirectorText.EMPTY);
    }

    /** The agent that runs on a host; of those that Aloft brought, if that is what is asked for. */
    private static Optional<VrrpAgent> runningAgent(HostFacts host, boolean ours) {
        for (VrrpAgent each : VrrpAgent.values()) {
            boolean known = !ours || host.manifest().find(each.service()).isPresent();
            if (known && ServiceResource.runs(host.answer(each.service()))) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    Topology topology() {
        return topology;
    }

    VrrpAgent agent() {
        return agent;
    }

    Map<String, HostFacts> facts() {
        return facts;
    }

    /** The service that speaks VRRP on a host now; the wanted one where none does. */
    ResourceId service(String host) {
        return facts.containsKey(host)
                ? runningAgent(facts.get(host), false).orElse(agent).service()
                : agent.service();
    }

    /** Hosts with an agent of Aloft's that are no directors any more. */
    Set<String> leaving() {
        return leaving;
    }

    /**
     * Whether a host is no director any more, but VIPs that its agent was told of are still the topology's. Where that
     * agent's configuration is not known, any VIP may be.
     */
    boolean vipsLiveOn(HostFacts host) {
        if (topology.isDirector(host.host())) {
            return false;
        }
        for (VrrpAgent each : VrrpAgent.values()) {
            if (host.manifest().find(each.service()).isPresent()) {
                Optional<DirectorText> told = host.answer(FileResource.idOf(each.configuration()))
                        .find("content")
                        .map(DirectorText::read);
                return topology.instances().stream()
                        .anyMatch(instance -> told.isEmpty()
                                || told.get().holding(vips(instance)).isPresent());
            }
        }
        return false;
    }

    /** Whether a host carries a VIP on lo, as a real server does, and no agent speaks VRRP there yet. */
    boolean isRealServerStill(String host, IpPrefix vip) {
        return !agentRuns(host)
                && !facts.get(host).machine().carried(vip.host(), "lo").isEmpty();
    }

    /** Whether some VRRP agent runs on a host. */
    boolean agentRuns(String host) {
        return facts.containsKey(host) && runningAgent(facts.get(host), false).isPresent();
    }

    /** What a host's agent was told so far. */
    DirectorText text(String host) {
        return texts.getOrDefault(host, DirectorText.EMPTY);
    }

    /**
     * Who could hold an instance's VIPs: its members, and leaving directors that were told of one of them; with
     * priorities.
     */
    Map<String, Integer> contenders(VrrpInstance instance) {
        Map<String, Integer> contenders = new LinkedHashMap<>();
        instance.members().forEach((host, priority) -> contenders.put(host, priority.value()));
        Set<String> vips = vips(instance);
        for (String host : leaving) {
            text(host).holding(vips).ifPresent(told -> contenders.put(host, told.priority()));
        }
        return contenders;
    }

    /** The host that carries one of the instance's VIPs now, on an interface other than lo. */
    Optional<String> holder(VrrpInstance instance) {
        return contenders(instance).keySet().stream()
                .filter(facts::containsKey)
                .filter(host -> vips(instance).stream()
                        .anyMatch(vip -> facts.get(host).machine().holds(vip)))
                .findFirst();
    }

    /** Whether a host holds a VIP of any instance, or one that its agent was told of though no instance has it now. */
    boolean holdsAny(String host) {
        return topology.instances().stream()
                        .anyMatch(instance -> holder(instance).equals(Optional.of(host)))
                || toldVips(host).stream()
                        .anyMatch(vip -> facts.get(host).machine().holds(vip));
    }

    /** The VIPs that a host's running agent was told of. */
    Set<String> toldVips(String host) {
        return vips(text(host));
    }

    private static Set<String> vips(DirectorText text) {
        return text.instances().stream()
                .flatMap(instance -> instance.vips().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The VIPs of the topology, and those that a template of the user's own adds. */
    Set<String> wantedVips() {
        return wantedVips;
    }

    static Set<String> vips(VrrpInstance instance) {
        return instance.vips().stream().map(IpPrefix::host).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * The real servers, as {@code address:port}, that a director's agent was told of and is not to be told of any more.
     */
    List<String> dropped(String host) {
        return dropped.getOrDefault(host, List.of());
    }

    /** Director → addresses that it sends requests to now, and is not to any more. */
    Map<String, Set<String>> sendsTo() {
        return sendsTo;
    }

    /** Hosts that some director sends traffic to, and is not to any more. */
    Set<String> droppedHosts() {
        return droppedHosts;
    }
}
