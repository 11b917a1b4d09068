package org.aloft.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.model.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code aloft inventory}: hosts, groups, and how each host would be reached. Changes nothing, contacts nobody. */
@Command(
        name = "inventory",
        mixinStandardHelpOptions = true,
        description = "Show hosts, groups, and how each host would be reached; contact no host.",
        footer = {
            "",
            "Examples:  aloft inventory -i hosts.ini --explain",
            "           aloft inventory inventories/lvs-dr --roles"
        })
final class InventoryCommand implements Callable<Integer> {
    @ParentCommand
    Aloft aloft;

    @Mixin
    ClusterOptions cluster;

    @Option(names = "--json", description = "The same as JSON on standard output, with all reasons.")
    boolean json;

    @Option(
            names = "--roles",
            description = "Also what the topology makes of each host: its roles, instances and services.")
    boolean roles;

    @Option(
            names = "--explain",
            description = "Also why: the variable or the line of ssh_config behind each; not with --json.")
    boolean explain;

    @Override
    public Integer call() throws Failure {
        TopologyReader.Inventoried inventory = cluster.inventory(aloft.terminal);
        Optional<Topology> topology = roles ? Optional.of(cluster.topology(aloft.terminal)) : Optional.empty();
        inventory.warnings().stream()
                .filter(warning -> !cluster.warnings().contains(warning))
                .forEach(warning -> aloft.terminal.note(warning.toString()));
        InventoryText text =
                new InventoryText(inventory, aloft.surroundings.sshConfig().user(), topology.map(HostRoles::new));
        aloft.terminal.print(json ? text.document() : text.table(explain));
        boolean sound =
                inventory.hosts().stream().allMatch(host -> host.mistakes().isEmpty());
        return (sound ? ExitCode.DONE : ExitCode.USAGE).status();
    }
}
