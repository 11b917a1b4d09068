package org.aloft.verify.observe;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.aloft.ssh.Connection;
import org.aloft.ssh.Fleet;
import org.aloft.ssh.ScriptResult;
import org.aloft.ssh.SshException;
import org.aloft.ssh.TcpChannel;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;

/** Observes the hosts of a cluster in parallel; changes nothing. Safe for use by several threads. */
public final class Observer {
    /** An agent says 300 bytes and more of each real server of each service, haproxy twice as many. */
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private static final Duration SCRIPT_DEADLINE = Duration.ofSeconds(30);
    private static final Duration AGENT_TIMEOUT = Duration.ofSeconds(5);

    private final Topology topology;
    private final Fleet fleet;
    private final Duration deadline;

    /** Observes the hosts of {@code topology}. */
    public Observer(Topology topology, Fleet fleet) {
        this(topology, fleet, SCRIPT_DEADLINE);
    }

    /**
     * Observes the hosts of {@code topology}.
     *
     * @param deadline how long a host may take for its answer
     */
    public Observer(Topology topology, Fleet fleet, Duration deadline) {
        this.topology = topology;
        this.fleet = fleet;
        this.deadline = deadline;
    }

    /**
     * Observes all hosts.
     *
     * @throws InterruptedException when interrupted
     */
    public ClusterSeen look() throws InterruptedException {
        return look(topology.hosts().keySet());
    }

    /** Observes these hosts only. */
    public ClusterSeen look(Set<String> names) throws InterruptedException {
        List<Host> hosts = topology.hosts().values().stream()
                .filter(host -> names.contains(host.name()))
                .toList();
        Map<String, HostSeen> seen = new LinkedHashMap<>();
        fleet.onEach(hosts, this::lookAt).forEach((host, outcome) -> seen.put(host, seen(host, outcome)));
        return new ClusterSeen(seen);
    }

    /** Observes one host, on the caller's thread. */
    public HostSeen look(Host host) {
        try {
            return lookAt(fleet.connection(host));
        } catch (SshException e) {
            return HostSeen.unobserved(host.name(), e.getMessage());
        }
    }

    private static HostSeen seen(String host, Fleet.Outcome<HostSeen> outcome) {
        return outcome instanceof Fleet.Outcome.Failed<HostSeen> failed
                ? HostSeen.unobserved(host, failed.reason().getMessage())
                : ((Fleet.Outcome.Done<HostSeen>) outcome).value();
    }

    /**
     * Who answers ARP requests for a VIP that {@code asker} sends.
     *
     * @param cluster provides the MAC addresses for unicast requests
     */
    public ArpAnswers askArp(String asker, InetAddress vip, ClusterSeen cluster) {
        Set<String> macs = new LinkedHashSet<>();
        for (HostSeen host : cluster.hosts().values()) {
            if (!host.host().equals(asker) && isInCluster(host.host())) {
                macs.addAll(host.macs().values());
            }
        }
        try {
            ScriptResult result = connection(asker).run(ArpScript.text(vip, macs), SCRIPT_DEADLINE);
            return ScriptEnd.missing(result)
                    .map(reason -> ArpAnswers.impossible(asker + " could not send ARP requests: " + reason))
                    .orElseGet(() -> ArpAnswers.parse(result.output()));
        } catch (SshException e) {
            return ArpAnswers.impossible(e.getMessage());
        }
    }

    private boolean isInCluster(String host) {
        return topology.isDirector(host)
                || !topology.virtualServicesWithRealServer(host).isEmpty();
    }

    private HostSeen lookAt(Connection connection) throws SshException {
        String host = connection.host();
        ScriptResult result = connection.run(HostScript.text(), deadline);
        try {
            HostSeen seen = HostScript.read(host, result);
            boolean runsAloftd = topology.isDirector(host) && topology.agent() == AgentKind.ALOFTD;
            HostSeen withAgent = runsAloftd
                    ? asked(StatusPage.ALOFTD, seen, text -> seen.with(AgentStatus.parse(text)), connection)
                    : seen;
            return proxies(host)
                    ? asked(StatusPage.HAPROXY, withAgent, text -> withAgent.with(ProxyTable.parse(text)), connection)
                    : withAgent;
        } catch (IllegalArgumentException unreadable) {
            return HostSeen.unobserved(host, "its answer could not be read: " + unreadable.getMessage());
        }
    }

    private boolean proxies(String host) {
        return topology.virtualServicesOfDirector(host).stream()
                .anyMatch(service -> service.forwarding() == VirtualService.Forwarding.PROXY);
    }

    /** What was seen, with what a program there says of itself; or why that cannot be had, which a check reports. */
    private static HostSeen asked(
            StatusPage program, HostSeen seen, Function<String, HostSeen> withAnswer, Connection connection) {
        try {
            return withAnswer.apply(get(connection, program.port(), program.path()));
        } catch (SshException | IOException | IllegalArgumentException silent) {
            return seen.withoutAnswer(program, String.valueOf(silent.getMessage()));
        }
    }

    /**
     * Each agent's explanation of its instances' states, by director. Directors that cannot be asked, or whose agent
     * gives no explanations, are left out.
     */
    public Map<String, String> explanations() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String host : topology.hosts().keySet()) {
            if (topology.isDirector(host) && topology.agent() == AgentKind.ALOFTD) {
                explanation(host).ifPresent(text -> texts.put(host, text));
            }
        }
        return texts;
    }

    private Optional<String> explanation(String host) {
        try {
            return Optional.of(get(connection(host), StatusPage.ALOFTD.port(), "/explain"));
        } catch (SshException | IOException silent) {
            return Optional.empty();
        }
    }

    /**
     * A page from a port of the host's own loopback.
     *
     * @throws IOException there is none, or another status than 200 came
     */
    private static String get(Connection connection, int port, String path) throws SshException, IOException {
        String address = "127.0.0.1:" + port;
        try (TcpChannel channel = connection.openTcp("127.0.0.1", port, AGENT_TIMEOUT)) {
            HttpAnswer answer = HttpAnswer.get(channel.input(), channel.output(), address, path, MOST_BYTES);
            if (answer.status() != 200) {
                throw new IOException("http://" + address + path + " has status " + answer.status());
            }
            return answer.text();
        }
    }

    private Connection connection(String host) throws SshException {
        return fleet.connection(topology.hosts().get(host));
    }
}
