package org.aloft.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.aloft.plan.rollout.Plan;
import org.aloft.plan.rollout.PlanOptions;
import org.aloft.plan.saved.Planned;
import org.aloft.plan.show.PlanJson;
import org.aloft.plan.show.PlanText;
import org.aloft.plan.show.ShowOptions;
import org.aloft.plan.show.Style;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code aloft plan}: shows what would change, and what that does to the service; changes nothing. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Show what would change on every host, and what that does to the service. Changes nothing.",
        footer = {
            "",
            "Examples:  aloft plan inventories/lvs-dr",
            "           aloft plan --explain        (why each thing that is left alone is fine)",
            "           aloft plan --limit 'web*'",
            "           aloft plan -o next.plan     (then: aloft apply next.plan)",
            "           aloft plan --json           (for machines; with what each file is before and after)"
        })
final class PlanCommand implements Callable<Integer> {
    @ParentCommand
    Aloft aloft;

    @Mixin
    SessionOptions options;

    @Mixin
    PlanningOptions planning;

    @Option(names = "--explain", description = "Also list what is left alone, with the reason.")
    boolean explain;

    @Option(
            names = {"-D", "--diff"},
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Show what changes in files. The default.")
    boolean diff;

    @Option(names = "--json", description = "The plan as JSON on standard output.")
    boolean json;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description =
                    "Also keep the plan in this file, for aloft apply FILE, which refuses it once anything differs.")
    Path out;

    @Option(names = "--detailed-exitcode", description = "Exit with 2 when there is something to do.")
    boolean detailedExitCode;

    @Override
    public Integer call() throws Failure, InterruptedException {
        try (Session session = options.open(aloft)) {
            PlanOptions planOptions = planning.of(session);
            Planned planned = session.planned(planOptions);
            Plan plan = planned.plan();
            if (out != null) {
                new KeptPlan(out, session.saved(planned, planOptions, options.cluster.inventories())).write();
            }
            aloft.terminal.print(
                    json ? PlanJson.write(plan, Aloft.VERSION) : text(plan, aloft.terminal, explain, diff));
            if (out != null) {
                aloft.terminal.note("Kept in " + out + ":  aloft apply " + out);
            }
            return exitCode(plan).status();
        }
    }

    static String text(Plan plan, Terminal terminal, boolean explain, boolean diff) {
        return PlanText.render(plan, new ShowOptions(new Style(terminal.colour()), explain, diff, terminal.width()));
    }

    private ExitCode exitCode(Plan plan) {
        ExitCode trouble = trouble(plan);
        if (trouble != ExitCode.DONE) {
            return trouble;
        }
        return detailedExitCode && plan.hasChanges() ? ExitCode.CHANGES_PENDING : ExitCode.DONE;
    }

    /** What kept hosts from being planned, as an exit code. */
    static ExitCode trouble(Plan plan) {
        if (!plan.unreachable().isEmpty()) {
            return ExitCode.UNREACHABLE;
        }
        return plan.refusals().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
