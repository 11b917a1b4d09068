package org.aloft.plan;

import java.util.Map;
import org.aloft.plan.facts.HostState;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.PlanException;
import org.aloft.plan.resource.Templates;
import org.aloft.topology.Topology;

/** From what is wanted and what is there to what is to be done. A pure function: no clock, no network. */
public final class Planner {
    private Planner() {}

    /**
     * The plan of a whole cluster. A host of the topology without a state is left out.
     *
     * @param states what is known of each host, by name
     * @throws PlanException when a template is broken, or a value cannot be written into a file
     */
    @SuppressWarnings("DoNotCallSuggester")
    public static Plan plan(
            Topology topology, Map<String, ? extends HostState> states, AgentBundle bundle, Templates templates) {
        throw new UnsupportedOperationException("lands next");
    }
}
