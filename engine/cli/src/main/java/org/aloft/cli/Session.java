package org.aloft.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.plan.Plan;
import org.aloft.plan.Planner;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.facts.HostFacts;
import org.aloft.plan.facts.HostState;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.PlanException;
import org.aloft.plan.resource.Templates;
import org.aloft.ssh.Connection;
import org.aloft.ssh.Connections;
import org.aloft.ssh.Connector;
import org.aloft.ssh.Fleet;
import org.aloft.ssh.Prober;
import org.aloft.ssh.SshException;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.Topology;

/** One command's dealings with one cluster: its topology, and open ways to its hosts. Safe for use by several threads. */
final class Session implements AutoCloseable {
    private final Topology topology;
    private final Path file;
    private final Terminal terminal;
    private final Fleet fleet;

    /**
     * @param forks how many hosts are worked on at the same time
     * @param timeout how long connecting to a host may take
     */
    Session(Topology topology, Path file, Terminal terminal, int forks, Duration timeout) {
        this.topology = topology;
        this.file = file;
        this.terminal = terminal;
        this.fleet = new Fleet(new Connector(new SecureRandom())::connect, forks, timeout);
    }

    Topology topology() {
        return topology;
    }

    Fleet fleet() {
        return fleet;
    }

    /** Asks the hosts how they are, and works out what is to be done on them. */
    Plan plan(Collection<Host> hosts) throws Failure, InterruptedException {
        Installation installation = Installation.ofProcess();
        AgentBundle bundle = installation.bundle();
        Templates templates = installation.templates(file);
        try (LiveLines lines = new LiveLines(terminal)) {
            hosts.forEach(host -> lines.flash(host.name(), "asking …"));
            Prober prober = new Prober(fleet, topology, bundle, templates);
            Map<String, HostState> states = prober.probe(hosts, state -> lines.flash(state.host(), words(state)));
            return Planner.plan(topology, states, bundle, templates);
        } catch (PlanException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage(), e.fix(), e);
        }
    }

    private static String words(HostState state) {
        return state instanceof HostFacts facts
                ? "answers (%s %s, %s)".formatted(facts.osId(), facts.osVersion(), facts.kernel())
                : "does not answer";
    }

    /**
     * The hosts that a pattern means: names and groups of names with {@code *}, separated by commas, as in
     * {@code ansible --limit}; all of them when there is none.
     */
    List<Host> hosts(String limit) throws Failure {
        if (limit == null) {
            return List.copyOf(topology.hosts().values());
        }
        Set<Host> chosen = new LinkedHashSet<>();
        for (String pattern : limit.split("[,:]", -1)) {
            List<Host> meant = topology.hosts().values().stream()
                    .filter(host -> matches(pattern.strip(), host.name()))
                    .toList();
            if (meant.isEmpty()) {
                throw new Failure(
                        ExitCode.USAGE,
                        "--limit " + limit + ": no host of the topology is called " + pattern,
                        "they are " + String.join(", ", topology.hosts().keySet()));
            }
            chosen.addAll(meant);
        }
        return List.copyOf(chosen);
    }

    private static boolean matches(String pattern, String name) {
        return name.matches(("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q"));
    }

    /** Ways to the hosts for checks and drills. */
    Connections connections() {
        return new Connections() {
            @Override
            public Connection to(String host) throws SshException {
                return fleet.connection(topology.hosts().get(host));
            }

            @Override
            public Connection reopen(String host, Duration deadline) throws SshException {
                return fleet.reconnect(topology.hosts().get(host), deadline);
            }
        };
    }

    /** Who is about to change hosts; another run that meets this one is told. */
    static RunIdentity identity() {
        return new RunIdentity(
                System.getenv().getOrDefault("SUDO_USER", System.getProperty("user.name")),
                machine(),
                Long.toHexString(new SecureRandom().nextLong()),
                Instant.now());
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a machine without a name";
        }
    }

    @Override
    public void close() {
        fleet.close();
    }
}
