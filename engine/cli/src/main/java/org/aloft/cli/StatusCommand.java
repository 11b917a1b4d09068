package org.aloft.cli;

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

    @Option(
            names = "--explain",
            description = "Also why each director is in its state, in its agent's words; not with --json.")
    boolean explain;

    @Override
    public Integer call() throws Failure, InterruptedException {
        try (Session session = options.open(aloft)) {
            Observer observer = new Observer(session.topology(), session.fleet());
            ClusterSeen seen = observer.look();
            StatusTable table = StatusTable.of(session.topology(), seen);
            aloft.terminal.print(
                    json
                            ? StatusText.json(table, Aloft.VERSION)
                            : StatusText.table(table, aloft.surroundings.clock().instant()));
            if (explain && !json) {
                observer.explanations().forEach((host, text) -> aloft.terminal.print("\n" + host + ": " + text));
            }
            if (!table.unreachable().isEmpty()) {
                return ExitCode.UNREACHABLE.status();
            }
            return (table.healthy() ? ExitCode.DONE : ExitCode.FAILED).status();
        }
    }
}
