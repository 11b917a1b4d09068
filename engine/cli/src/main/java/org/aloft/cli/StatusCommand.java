package org.aloft.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.aloft.plan.show.Style;
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
        footer = {"", "Examples:  aloft status inventories/lvs-dr", "           aloft status --watch"})
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

    @Option(
            names = "--watch",
            description =
                    "Look again and again, until Ctrl-C: in place on a terminal; else a line for each change, or with"
                            + " --json a document a line. Needs nothing but SSH.")
    boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "How long --watch waits between two looks at a host. Default: ${DEFAULT-VALUE}.")
    int interval;

    @Override
    public Integer call() throws Failure, InterruptedException {
        if (watch && explain) {
            throw new Failure(ExitCode.USAGE, "--watch shows no explanations", "leave --watch or --explain out");
        }
        if (interval < 1) {
            throw new Failure(ExitCode.USAGE, "--interval must be 1 or more: " + interval, "leave it out");
        }
        try (Session session = options.open(aloft)) {
            if (watch) {
                return new WatchedStatus(aloft, session, Duration.ofSeconds(interval), json).run();
            }
            return once(session).status();
        }
    }

    private ExitCode once(Session session) throws InterruptedException {
        Observer observer = new Observer(session.topology(), session.fleet());
        StatusTable table = StatusTable.of(session.topology(), observer.look());
        aloft.terminal.print(
                json
                        ? StatusText.json(table, Aloft.VERSION)
                        : StatusText.table(
                                table, aloft.surroundings.clock().instant(), new Style(aloft.terminal.colour())));
        if (explain && !json) {
            observer.explanations().forEach((host, text) -> aloft.terminal.print("\n" + host + ": " + text));
        }
        if (!table.unreachable().isEmpty()) {
            return ExitCode.UNREACHABLE;
        }
        return table.healthy() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
