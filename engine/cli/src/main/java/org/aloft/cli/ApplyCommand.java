package org.aloft.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.aloft.plan.rollout.Plan;
import org.aloft.plan.rollout.PlanOptions;
import org.aloft.plan.saved.Planned;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code aloft apply}: plans, asks, and carries the plan out, wave after wave. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = "Carry the plan out: real servers first, then standby directors, then the active one.",
        footer = {
            "",
            "Examples:  aloft apply inventories/lvs-dr",
            "           aloft apply --yes --limit web1",
            "           aloft apply next.plan      (kept by aloft plan -o next.plan)",
            "           aloft apply --yes --json    (for machines; one event a line, a summary last)"
        })
final class ApplyCommand implements Callable<Integer> {
    private static final String NAME = "apply";

    @ParentCommand
    Aloft aloft;

    @Mixin
    SessionOptions options;

    @Mixin
    PlanningOptions planning;

    @Mixin
    ConfirmOptions confirm;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Option(
            names = {"-C", "--check"},
            description = "Only show what would be done, as aloft plan does.")
    boolean check;

    @Option(
            names = {"-D", "--diff"},
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Show what changes in files. The default.")
    boolean diff;

    @Option(names = "--json", description = "One JSON object a line on standard output. Needs --yes or --check.")
    boolean json;

    @Override
    public Integer call() throws Failure, InterruptedException {
        if (json && !yes && !check) {
            throw new Failure(
                    ExitCode.USAGE,
                    "apply --json cannot ask for confirmation",
                    "aloft apply --yes --json does not ask; aloft plan --json only shows what would be done");
        }
        Duration within = confirm.time();
        RolloutJson document =
                new RolloutJson(aloft.terminal.out(), aloft.surroundings.clock(), aloft.surroundings.nanoTime());
        Optional<KeptPlan> kept = KeptPlan.find(options.cluster.named());
        if (kept.isPresent()) {
            planning.requireNone(kept.get().file());
            options.cluster.use(kept.get().topology(), kept.get().inventories());
        }
        try (Session session = options.open(aloft)) {
            Plan plan = plan(session, kept);
            PlanRun run = new PlanRun(session, plan, NAME, aloft.terminal, within);
            if (json) {
                return run.forMachines(aloft, document, check).status();
            }
            aloft.terminal.print(PlanCommand.text(plan, aloft.terminal, false, diff));
            if (check || !plan.hasChanges()) {
                return PlanCommand.trouble(plan).status();
            }
            if (!yes) {
                new Consent(aloft.terminal, NAME).require("Go on?");
            }
            return run.forPeople().status();
        }
    }

    private Planned planned(Session session, PlanOptions planOptions) throws Failure, InterruptedException {
        return check ? session.planned(planOptions) : session.plannedAfterUndoing(NAME, planOptions);
    }

    private Plan plan(Session session, Optional<KeptPlan> kept) throws Failure, InterruptedException {
        if (kept.isEmpty()) {
            return planned(session, planning.of(session)).plan();
        }
        Planned planned = planned(session, kept.get().options());
        kept.get().requireSame(planned);
        return planned.plan();
    }
}
