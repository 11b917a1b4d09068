package org.aloft.cli;

import java.time.Instant;
import java.util.concurrent.Callable;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.Observer;
import org.aloft.verify.status.StatusTable;
import org.aloft.verify.status.StatusText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code aloft status}: one table of who holds what and what answers behind it. Changes nothing. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show who holds which VIP, each director's state, and what answers behind each service.",
        footer = {"", "Example:  aloft status inventories/lvs-dr"})
final class StatusCommand implements Callable<Integer> {
    @ParentCommand
    Aloft aloft;

    @Mixin
    SessionOptions options;

    @Option(names = "--json", description = "The same as JSON on standard output.")
    boolean json;

    @Override
    public Integer call() throws Failure, InterruptedException {
        try (Session session = options.open(aloft.terminal)) {
            ClusterSeen seen = new Observer(session.topology(), session.connections()).look();
            StatusTable table = StatusTable.of(session.topology(), seen);
            aloft.terminal.print(json ? StatusText.json(table) : StatusText.table(table, Instant.now()));
            if (!table.unreachable().isEmpty()) {
                return ExitCode.UNREACHABLE.status();
            }
            return (table.healthy() ? ExitCode.DONE : ExitCode.FAILED).status();
        }
    }
}
