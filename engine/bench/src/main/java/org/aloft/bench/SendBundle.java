package org.aloft.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.aloft.ssh.Connector;
import org.aloft.ssh.Fleet;
import org.aloft.ssh.KeyRing;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;

/** Sends one file to many hosts as a rollout sends the agent's bundle, and ends: a process, as {@code scp} is one. */
public final class SendBundle {
    private static final Duration CONNECTING = Duration.ofSeconds(60);
    private static final Duration SENDING = Duration.ofMinutes(10);

    private SendBundle() {}

    /**
     * Sends it; fails unless it is on every host then.
     *
     * @param arguments a private key, the file, its path on the hosts, and their addresses
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        Path file = Path.of(arguments[1]);
        String remote = arguments[2];
        List<Host> hosts = Arrays.stream(arguments)
                .skip(3)
                .map(address -> new Host(address, address, settings(Path.of(arguments[0])), Map.of()))
                .toList();
        Connector connector = new Connector(new Random(), KeyRing.ofProcess());
        try (Fleet fleet = new Fleet(connector::connect, hosts.size(), CONNECTING)) {
            fleet.onEach(hosts, connection -> {
                        connection.upload(file, remote, SENDING);
                        return remote;
                    })
                    .forEach(SendBundle::require);
        }
    }

    private static void require(String host, Fleet.Outcome<String> outcome) {
        if (outcome instanceof Fleet.Outcome.Failed<String> failed) {
            throw new IllegalStateException(host + ": " + failed.reason().getMessage(), failed.reason());
        }
    }

    /** As root, whatever the host's key is. */
    private static ConnectionSettings settings(Path key) {
        return new ConnectionSettings(
                22,
                Optional.of("root"),
                Optional.of(key),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(Path.of("/dev/null")),
                ConnectionSettings.HostKeyChecking.OFF);
    }
}
