package org.aloft.cli;

import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How hosts are dealt with: the flags that every command which contacts hosts has. */
final class SessionOptions {
    @Mixin
    ClusterOptions cluster;

    @Option(
            names = {"-f", "--forks"},
            paramLabel = "N",
            defaultValue = "10",
            description = "Work on so many hosts at the same time. Default: ${DEFAULT-VALUE}.")
    private int forks;

    @Option(
            names = {"-T", "--timeout"},
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long connecting to a host may take. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    /** Reads the topology and gets ready; contacts no host yet. */
    Session open(Terminal terminal) throws Failure {
        if (forks < 1 || timeout < 1) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--forks and --timeout must be 1 or more: " + forks + ", " + timeout,
                    "leave them out");
        }
        return new Session(cluster.topology(terminal), cluster.file(), terminal, forks, Duration.ofSeconds(timeout));
    }
}
