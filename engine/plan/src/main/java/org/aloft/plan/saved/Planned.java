package org.aloft.plan.saved;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.aloft.plan.cluster.Wanted;
import org.aloft.plan.host.HostState;
import org.aloft.plan.rollout.Plan;
import org.aloft.topology.model.Topology;

/**
 * A plan and all that it was made from.
 *
 * @param topology with its inventory resolved
 * @param bundle the agent's version, its id
 * @param wanted what the topology and the templates come to
 * @param states what was found on each host that was asked
 * @param plan what is to be done
 */
public record Planned(Topology topology, String bundle, Wanted wanted, Map<String, HostState> states, Plan plan) {
    public Planned {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /** Never what was found: a file's content may hold secrets. */
    @Override
    public String toString() {
        return "Planned[" + plan + "]";
    }
}
