package org.aloft.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.aloft.lab.HostStatus;
import org.aloft.lab.Lab;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;
import org.aloft.topology.model.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code aloft lab}: a topology's hosts on this machine, each with a network and a power switch of its own. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description = "Run a topology's hosts on this machine, to try Aloft on.",
        footer = {
            "",
            "Examples:  aloft lab up inventories/lvs-dr",
            "           aloft lab ssh lvs1",
            "           aloft lab off lvs1        (pull its plug)",
            "           aloft lab down"
        })
final class LabCommand implements Callable<Integer> {
    @ParentCommand
    Aloft aloft;

    @Option(
            names = "--name",
            scope = picocli.CommandLine.ScopeType.INHERIT,
            defaultValue = LabSpec.DEFAULT_NAME,
            description = "The lab's name, when there are several. Default: ${DEFAULT-VALUE}.")
    String name;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "missing subcommand: up, down, status, ssh, off, on, reset");
    }

    @Command(name = "up", mixinStandardHelpOptions = true, description = "Start a host for each one of the topology.")
    int up(
            @Mixin ClusterOptions cluster,
            @Option(
                            names = "--kernel",
                            defaultValue = "AUTO",
                            description =
                                    "AUTO (this machine's if it has IPVS, else a guest's for each host that needs that), NATIVE or UML.")
                    LabKernel kernel)
            throws Failure {
        Topology topology = cluster.topology(aloft.terminal);
        LabCluster lab =
                LabCluster.up(name, kernel, cluster.file(), topology, line -> aloft.terminal.note("  " + line));
        aloft.terminal.note("The lab is up. Now try:  aloft plan   (it finds the lab)");
        aloft.terminal.print(lab.inventory() + System.lineSeparator());
        return ExitCode.DONE.status();
    }

    @Command(name = "down", mixinStandardHelpOptions = true, description = "Stop all hosts and delete them.")
    int down() {
        boolean was = Lab.down(LabSpec.defaultHome(), name);
        aloft.terminal.note(was ? "The lab is down." : "No lab was up.");
        return ExitCode.DONE.status();
    }

    @Command(name = "status", mixinStandardHelpOptions = true, description = "Which hosts are on.")
    int status() throws Failure {
        Instant now = Instant.now();
        for (HostStatus host : lab().status()) {
            aloft.terminal.print("%-12s %-16s %-4s since %s%n"
                    .formatted(
                            host.name(),
                            host.address(),
                            host.running() ? "on" : "off",
                            seconds(Duration.between(host.since(), now))));
        }
        return ExitCode.DONE.status();
    }

    @Command(name = "ssh", mixinStandardHelpOptions = true, description = "Log in to a host, or run a command there.")
    int ssh(
            @Parameters(index = "0", paramLabel = "HOST") String host,
            @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND") List<String> command)
            throws Failure, InterruptedException {
        List<String> line = new ArrayList<>(lab().sshCommand(host));
        line.addAll(command == null ? List.of() : command);
        try {
            return new ProcessBuilder(line).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot start ssh: " + e.getMessage(), "apt install openssh-client", e);
        }
    }

    @Command(name = "off", mixinStandardHelpOptions = true, description = "Cut a host's power.")
    int off(@Parameters(paramLabel = "HOST") String host) throws Failure {
        lab().powerOff(host);
        aloft.terminal.note(host + " is off. Switch it on again:  aloft lab on " + host);
        return ExitCode.DONE.status();
    }

    @Command(name = "on", mixinStandardHelpOptions = true, description = "Switch a host on, and wait until it answers.")
    int on(@Parameters(paramLabel = "HOST") String host) throws Failure {
        lab().powerOn(host);
        aloft.terminal.note(host + " is on.");
        return ExitCode.DONE.status();
    }

    @Command(name = "reset", mixinStandardHelpOptions = true, description = "Give a host a fresh disk.")
    int reset(@Parameters(paramLabel = "HOST") String host) throws Failure {
        lab().reset(host);
        aloft.terminal.note(host + " is as it was when the lab came up.");
        return ExitCode.DONE.status();
    }

    private Lab lab() throws Failure {
        return Lab.find(name)
                .orElseThrow(() -> new Failure(
                        ExitCode.FAILED,
                        "no lab called " + name + " is up in " + home(),
                        "start one:  aloft lab up inventories/lvs-dr"));
    }

    private static Path home() {
        return LabSpec.defaultHome();
    }

    private static String seconds(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    }
}
