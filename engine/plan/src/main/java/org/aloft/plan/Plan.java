package org.aloft.plan;

import java.util.List;
import java.util.Optional;
import org.aloft.plan.facts.UnreachableHost;

/**
 * All that is to be done, as data: what it does to the service, in which order, and each step on each host.
 *
 * @param impact what it does to the service
 * @param waves hosts with changes, in the order they are changed
 * @param hosts every host that could be planned, in the inventory's order
 * @param unreachable hosts that could not be asked
 * @param refusals hosts that answer and that nothing can be planned for
 */
public record Plan(
        Impact impact,
        List<Wave> waves,
        List<HostPlan> hosts,
        List<UnreachableHost> unreachable,
        List<Refusal> refusals) {
    public Plan {
        waves = List.copyOf(waves);
        hosts = List.copyOf(hosts);
        unreachable = List.copyOf(unreachable);
        refusals = List.copyOf(refusals);
    }

    /** Whether there is anything to do on any host. */
    public boolean hasChanges() {
        return hosts.stream().anyMatch(HostPlan::hasChanges);
    }

    /** The plan of one host; empty when it could not be planned, or is not part of the topology. */
    public Optional<HostPlan> host(String name) {
        return hosts.stream().filter(plan -> plan.host().equals(name)).findFirst();
    }
}
