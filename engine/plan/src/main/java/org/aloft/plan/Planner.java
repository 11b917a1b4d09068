package org.aloft.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.plan.facts.HostFacts;
import org.aloft.plan.facts.HostState;
import org.aloft.plan.facts.UnreachableHost;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.DirectorResources;
import org.aloft.plan.resource.PlanException;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.Templates;
import org.aloft.plan.resource.WantedResources;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VrrpInstance;

/** From what is wanted and what is there to what is to be done. A pure function: no clock, no network. */
public final class Planner {
    private Planner() {}

    /**
     * The plan of a whole cluster. A host of the topology without a state is left out.
     *
     * @param states what is known of each host, by name
     * @throws PlanException when a template is broken, or a value cannot be written into a file
     */
    public static Plan plan(
            Topology topology, Map<String, ? extends HostState> states, AgentBundle bundle, Templates templates) {
        Map<String, HostFacts> facts = new LinkedHashMap<>();
        List<UnreachableHost> unreachable = new ArrayList<>();
        for (String host : topology.hosts().keySet()) {
            HostState state = states.get(host);
            if (state instanceof HostFacts found) {
                facts.put(host, found);
            } else if (state instanceof UnreachableHost silent) {
                unreachable.add(silent);
            }
        }
        Map<String, HostPlan> plans = new LinkedHashMap<>();
        List<Refusal> refusals = new ArrayList<>();
        facts.forEach((host, found) -> {
            List<Resource> wanted = WantedResources.of(topology, host, bundle, templates);
            Optional<Refusal> obstacle = Obstacles.find(topology, found, wanted);
            obstacle.ifPresentOrElse(
                    refusals::add, () -> plans.put(host, HostPlanner.plan(found, role(topology, host, facts), wanted)));
        });
        List<Wave> waves = WaveOrder.of(topology, plans);
        return new Plan(
                impact(topology, facts, waves, plans), waves, List.copyOf(plans.values()), unreachable, refusals);
    }

    private static Impact impact(
            Topology topology, Map<String, HostFacts> facts, List<Wave> waves, Map<String, HostPlan> plans) {
        String unit = DirectorResources.unitOf(topology.agent());
        // Where none of an instance's directors was asked, nobody knows who holds its VIPs, and nothing is said of
        // them.
        return new Impact(topology.instances().stream()
                .filter(instance -> instance.members().keySet().stream().anyMatch(facts::containsKey))
                .flatMap(instance -> ImpactForecast.of(instance, facts, unit, waves, plans).stream())
                .toList());
    }

    private static HostRole role(Topology topology, String host, Map<String, HostFacts> facts) {
        if (topology.isDirector(host)) {
            return topology.instancesOf(host).stream().anyMatch(instance -> isActive(instance, host, facts))
                    ? HostRole.ACTIVE_DIRECTOR
                    : HostRole.STANDBY_DIRECTOR;
        }
        return topology.virtualServicesWithRealServer(host).isEmpty() ? HostRole.OTHER : HostRole.REAL_SERVER;
    }

    /** Whether it holds the VIPs, or will when no one does yet. */
    private static boolean isActive(VrrpInstance instance, String host, Map<String, HostFacts> facts) {
        return ImpactForecast.holder(instance, facts)
                .orElse(instance.preferredActive())
                .equals(host);
    }
}
