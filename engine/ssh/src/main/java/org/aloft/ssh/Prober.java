package org.aloft.ssh;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.aloft.plan.facts.FactsException;
import org.aloft.plan.facts.FactsReader;
import org.aloft.plan.facts.HostState;
import org.aloft.plan.facts.ProbeScript;
import org.aloft.plan.facts.UnreachableHost;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.Templates;
import org.aloft.plan.resource.WantedResources;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.Topology;

/** Asks hosts how they are: one script, one round trip a host, all hosts at once. Changes nothing on them. */
public final class Prober {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Fleet fleet;
    private final Topology topology;
    private final AgentBundle bundle;
    private final Templates templates;

    /** A prober for the hosts of one topology. */
    public Prober(Fleet fleet, Topology topology, AgentBundle bundle, Templates templates) {
        this.fleet = fleet;
        this.topology = topology;
        this.bundle = bundle;
        this.templates = templates;
    }

    /**
     * The state of each host, in the order given.
     *
     * @param onAnswer told each host's state as it comes, on the fleet's threads
     * @throws InterruptedException when the caller was
     */
    public Map<String, HostState> probe(Collection<Host> hosts, Consumer<HostState> onAnswer)
            throws InterruptedException {
        Map<String, String> scripts = new LinkedHashMap<>();
        for (Host host : hosts) {
            List<Resource> wanted = WantedResources.of(topology, host.name(), bundle, templates);
            scripts.put(host.name(), ProbeScript.of(topology, host.name(), wanted));
        }
        Map<String, HostState> states = new LinkedHashMap<>();
        fleet.onEach(hosts, connection -> ask(connection, scripts.get(connection.host()), onAnswer))
                .forEach((host, outcome) -> states.put(host, state(host, outcome, onAnswer)));
        return states;
    }

    private static HostState ask(Connection connection, String script, Consumer<HostState> onAnswer)
            throws SshException {
        HostState state = read(connection.host(), connection.run(script, DEADLINE));
        onAnswer.accept(state);
        return state;
    }

    private static HostState read(String host, ScriptResult result) {
        try {
            return FactsReader.read(host, result.output());
        } catch (FactsException e) {
            String said = result.errors().isBlank()
                    ? ""
                    : "; it said: " + result.errors().strip();
            return new UnreachableHost(host, e.getMessage() + said, e.fix());
        }
    }

    private static HostState state(String host, Fleet.Outcome<HostState> outcome, Consumer<HostState> onAnswer) {
        if (outcome instanceof Fleet.Outcome.Done<HostState> done) {
            return done.value();
        }
        SshException reason = ((Fleet.Outcome.Failed<HostState>) outcome).reason();
        HostState state = new UnreachableHost(host, reason.getMessage(), reason.fix());
        onAnswer.accept(state);
        return state;
    }
}
