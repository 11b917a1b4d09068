package org.aloft.cli;

import java.util.concurrent.Callable;
import org.aloft.plan.cluster.PlanException;
import org.aloft.plan.cluster.Wanted;
import org.aloft.topology.model.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code aloft validate}: reads and checks what the user wrote; contacts no host. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Check the topology and the inventory; contact no host.",
        footer = {"", "Example:  aloft validate inventories/lvs-dr"})
final class ValidateCommand implements Callable<Integer> {
    @ParentCommand
    Aloft aloft;

    @Mixin
    ClusterOptions cluster;

    @Override
    public Integer call() throws Failure {
        Topology topology = cluster.topology(aloft.terminal);
        try {
            Wanted.check(topology, Installation.ofProcess().templates(cluster.file()));
        } catch (PlanException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage(), e.fix(), e);
        }
        aloft.terminal.print("%s: %d hosts, %d VRRP %s, %d virtual %s: no mistakes found%n"
                .formatted(
                        cluster.file(),
                        topology.hosts().size(),
                        topology.instances().size(),
                        topology.instances().size() == 1 ? "instance" : "instances",
                        topology.services().size(),
                        topology.services().size() == 1 ? "service" : "services"));
        return ExitCode.DONE.status();
    }
}
