package org.aloft.verify.observe;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.aloft.ssh.Connection;
import org.aloft.ssh.Connections;
import org.aloft.ssh.ScriptResult;
import org.aloft.ssh.SshException;
import org.aloft.ssh.TcpChannel;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.Topology;

/** Looks at all hosts of a cluster, side by side; changes nothing. Used by one thread, has its own while it looks. */
public final class Observer {
    private static final int AGENT_PORT = 9753;
    private static final int MOST_AT_ONCE = 16;
    private static final Duration SCRIPT_DEADLINE = Duration.ofSeconds(30);
    private static final Duration AGENT_TIMEOUT = Duration.ofSeconds(5);

    private final Topology topology;
    private final Connections connections;

    /** Looks at the hosts of {@code topology}. */
    public Observer(Topology topology, Connections connections) {
        this.topology = topology;
        this.connections = connections;
    }

    /**
     * Looks at every host.
     *
     * @throws InterruptedException when the user ends it
     */
    public ClusterSeen look() throws InterruptedException {
        return look(topology.hosts().keySet());
    }

    /** Looks at these hosts only. */
    public ClusterSeen look(Set<String> hosts) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(MOST_AT_ONCE, hosts.size())));
        try {
            Map<String, Future<HostSeen>> pending = new LinkedHashMap<>();
            hosts.forEach(host -> pending.put(host, threads.submit(() -> lookAt(host))));
            Map<String, HostSeen> seen = new LinkedHashMap<>();
            for (Map.Entry<String, Future<HostSeen>> entry : pending.entrySet()) {
                seen.put(entry.getKey(), result(entry.getKey(), entry.getValue()));
            }
            return new ClusterSeen(seen);
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * Who answers ARP requests for a VIP, asked from {@code asker}.
     *
     * @param cluster whose MAC addresses are asked where only unicast is to be had
     */
    public ArpAnswers askArp(String asker, InetAddress vip, ClusterSeen cluster) {
        Set<String> macs = new LinkedHashSet<>();
        for (HostSeen host : cluster.hosts().values()) {
            if (!host.host().equals(asker) && isInCluster(host.host())) {
                macs.addAll(host.macs().values());
            }
        }
        try {
            ScriptResult result = connections.to(asker).run(ArpScript.text(vip, macs), SCRIPT_DEADLINE);
            return ScriptEnd.missing(result)
                    .map(reason -> ArpAnswers.impossible(asker + " could not ask: " + reason))
                    .orElseGet(() -> ArpAnswers.parse(result.output()));
        } catch (SshException e) {
            return ArpAnswers.impossible(e.getMessage());
        }
    }

    private boolean isInCluster(String host) {
        return topology.isDirector(host)
                || !topology.virtualServicesWithRealServer(host).isEmpty();
    }

    private static HostSeen result(String host, Future<HostSeen> pending) throws InterruptedException {
        try {
            return pending.get();
        } catch (ExecutionException e) {
            return HostSeen.unobserved(
                    host, "its answer could not be read: " + e.getCause().getMessage());
        }
    }

    private HostSeen lookAt(String host) {
        try {
            Connection connection = connections.to(host);
            ScriptResult result = connection.run(HostScript.text(), SCRIPT_DEADLINE);
            HostSeen seen = HostScript.read(host, result);
            boolean runsAloftd = topology.isDirector(host) && topology.agent() == AgentKind.ALOFTD;
            return runsAloftd ? askAgent(connection).map(seen::with).orElse(seen) : seen;
        } catch (SshException e) {
            return HostSeen.unobserved(host, e.getMessage());
        }
    }

    /** The agent's status; empty when none answers, which the checks then show as such. */
    private static Optional<AgentStatus> askAgent(Connection connection) {
        try {
            return get(connection, "/status.json").map(answer -> AgentStatus.parse(answer.text()));
        } catch (SshException | IOException | IllegalArgumentException silent) {
            return Optional.empty();
        }
    }

    /**
     * Why each director's instances are in their states, in its agent's own words. A director that cannot be asked, or runs an agent that
     * does not explain itself, is left out.
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
            return get(connections.to(host), "/explain").map(HttpAnswer::text);
        } catch (SshException | IOException silent) {
            return Optional.empty();
        }
    }

    /** The agent's answer to a question; empty for any status but 200. */
    private static Optional<HttpAnswer> get(Connection connection, String path) throws SshException, IOException {
        try (TcpChannel channel = connection.openTcp("127.0.0.1", AGENT_PORT, AGENT_TIMEOUT)) {
            HttpAnswer answer = HttpAnswer.get(channel.input(), channel.output(), "127.0.0.1:" + AGENT_PORT, path);
            return Optional.of(answer).filter(given -> given.status() == 200);
        }
    }
}
