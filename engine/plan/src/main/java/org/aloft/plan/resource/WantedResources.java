package org.aloft.plan.resource;

import java.util.List;
import org.aloft.topology.Topology;

/** What a topology wants on a host. */
public final class WantedResources {
    private WantedResources() {}

    /**
     * All that is wanted on a host, each after what it requires; empty for a host that is only a client.
     *
     * @throws PlanException when a template is broken, or a value cannot be written into a file
     */
    @SuppressWarnings("DoNotCallSuggester")
    public static List<Resource> of(Topology topology, String host, AgentBundle bundle, Templates templates) {
        throw new UnsupportedOperationException("lands next");
    }
}
