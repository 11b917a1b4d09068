package org.aloft.cli;

import java.util.concurrent.Callable;
import org.aloft.topology.file.TopologyReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code aloft inventory}: hosts, groups, and how each host would be reached. Changes nothing, contacts nobody. */
@Command(
        name = "inventory",
        mixinStandardHelpOptions = true,
        description = "Show hosts, groups, and how each host would be reached; contact no host.",
        footer = {"", "Example:  aloft inventory -i hosts.ini --explain"})
final class InventoryCommand implements Callable<Integer> {
    @ParentCommand
    Aloft aloft;

    @Mixin
    ClusterOptions cluster;

    @Option(names = "--json", description = "The same as JSON on standard output, with all reasons.")
    boolean json;

    @Option(
            names = "--explain",
            description = "Also why: the variable or the line of ssh_config behind each; not with --json.")
    boolean explain;

    @Override
    public Integer call() throws Failure {
        TopologyReader.Inventoried inventory = cluster.inventory(aloft.terminal);
        inventory.warnings().forEach(warning -> aloft.terminal.note(warning.toString()));
        InventoryText text =
                new InventoryText(inventory, aloft.surroundings.sshConfig().user());
        aloft.terminal.print(json ? text.document() : text.table(explain));
        boolean sound =
                inventory.hosts().stream().allMatch(host -> host.mistakes().isEmpty());
        return (sound ? ExitCode.DONE : ExitCode.USAGE).status();
    }
}
