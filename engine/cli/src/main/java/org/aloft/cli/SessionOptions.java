package org.aloft.cli;

import java.time.Duration;
import org.aloft.ssh.Connector;
import org.aloft.topology.model.Topology;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of every command that contacts hosts. */
final class SessionOptions {
    @Mixin
    ClusterOptions cluster;

    @Option(
            names = {"-f", "--forks"},
            paramLabel = "N",
            defaultValue = "10",
            description = "Number of hosts worked on at the same time. Default: ${DEFAULT-VALUE}.")
    private int forks;

    @Option(
            names = {"-T", "--timeout"},
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Time limit for connecting to a host. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    /** Reads the topology and gets ready; contacts no host yet. */
    Session open(Aloft aloft) throws Failure {
        if (forks < 1 || timeout < 1) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--forks and --timeout must be 1 or more: " + forks + ", " + timeout,
                    "leave them out");
        }
        Connector.getReady();
        Topology topology = cluster.topology(aloft.terminal);
        aloft.surroundings.keys().unlock(topology.hosts().values(), aloft.terminal::askSecret);
        return new Session(
                topology, cluster.file(), aloft.terminal, aloft.surroundings, forks, Duration.ofSeconds(timeout));
    }
}
