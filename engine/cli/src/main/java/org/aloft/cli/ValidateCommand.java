package org.aloft.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.aloft.plan.cluster.PlanException;
import org.aloft.plan.cluster.Wanted;
import org.aloft.topology.model.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Option(names = "--json", description = "What was found as JSON on standard output.")
    boolean json;

    @Override
    public Integer call() throws Failure {
        Topology topology = cluster.topology(aloft.terminal);
        try {
            Wanted.check(topology, aloft.surroundings.installation().templates(cluster.file()));
        } catch (PlanException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage(), e.fix(), e);
        }
        aloft.terminal.print(json ? document(topology) : text(topology));
        return ExitCode.DONE.status();
    }

    private String text(Topology topology) {
        return "%s: %d %s, %d VRRP %s, %d virtual %s: no mistakes found%n"
                .formatted(
                        cluster.file(),
                        topology.hosts().size(),
                        topology.hosts().size() == 1 ? "host" : "hosts",
                        topology.instances().size(),
                        topology.instances().size() == 1 ? "instance" : "instances",
                        topology.services().size(),
                        topology.services().size() == 1 ? "service" : "services");
    }

    private String document(Topology topology) {
        ObjectNode document = JsonDocument.begin();
        document.put("topology", cluster.file().toString());
        document.put("hosts", topology.hosts().size());
        document.put("instances", topology.instances().size());
        document.put("services", topology.services().size());
        JsonDocument.mistakes(document.putArray("warnings"), cluster.warnings());
        return document.toPrettyString() + "\n";
    }
}
