package org.aloft.ssh;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.aloft.plan.cluster.Wanted;
import org.aloft.plan.host.HostState;
import org.aloft.plan.host.UnreachableHost;
import org.aloft.plan.probe.FactsException;
import org.aloft.plan.probe.FactsReader;
import org.aloft.plan.probe.ProbeScript;
import org.aloft.topology.model.Host;

/** Probes hosts: one script, one round trip a host, all hosts at once. Changes nothing on them. */
public final class Prober {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Fleet fleet;
    private final Wanted wanted;

    /** A prober for the hosts of one topology. */
    public Prober(Fleet fleet, Wanted wanted) {
        this.fleet = fleet;
        this.wanted = wanted;
    }

    /**
     * The state of each host, in the order given.
     *
     * @param onAnswer told each host's state as it comes, on the fleet's threads
     * @throws InterruptedException when the caller was
     */
    public Map<String, HostState> probe(Collection<Host> hosts, Consumer<HostState> onAnswer)
            throws InterruptedException {
        Map<String, String> scripts =
                hosts.stream().collect(Collectors.toMap(Host::name, host -> ProbeScript.of(wanted.on(host.name()))));
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
