package org.aloft.plan.facts;

import java.util.List;
import org.aloft.plan.resource.Resource;
import org.aloft.topology.Topology;

/** The script that asks a host what {@link HostFacts} holds. It changes nothing. */
public final class ProbeScript {
    private ProbeScript() {}

    /** A POSIX sh script; what it prints is read by {@link FactsReader}. */
    @SuppressWarnings("DoNotCallSuggester")
    public static String of(Topology topology, String host, List<Resource> wanted) {
        throw new UnsupportedOperationException("lands next");
    }
}
