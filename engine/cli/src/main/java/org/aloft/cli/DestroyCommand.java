package org.aloft.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.aloft.plan.host.UnreachableHost;
import org.aloft.plan.rollout.HostPlan;
import org.aloft.plan.rollout.Plan;
import org.aloft.plan.rollout.PlanOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code aloft destroy}: takes the cluster down; hosts are then as they were before Aloft. */
@Command(
        name = "destroy",
        mixinStandardHelpOptions = true,
        description = "Take away all that Aloft made on every host of the cluster, and give back what was there before."
                + " Its VIPs go away for good: directors leave first, then everything else.",
        footer = {
            "",
            "Examples:  aloft destroy inventories/lvs-dr --check   (only shows what would be done)",
            "           aloft destroy inventories/lvs-dr",
            "           aloft destroy --yes --json                 (for machines; events as of aloft apply)"
        })
final class DestroyCommand implements Callable<Integer> {
    private static final String NAME = "destroy";

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
            description = "Only show what would be done.")
    boolean check;

    @Option(names = "--json", description = "One JSON object a line on standard output. Needs --yes or --check.")
    boolean json;

    @Override
    public Integer call() throws Failure, InterruptedException {
        if (json && !yes && !check) {
            throw new Failure(
                    ExitCode.USAGE,
                    "destroy --json cannot ask for confirmation",
                    "aloft destroy --yes --json does not ask; --check --json only shows what would be done");
        }
        Duration within = confirm.time();
        RolloutJson document =
                new RolloutJson(aloft.terminal.out(), aloft.surroundings.clock(), aloft.surroundings.nanoTime());
        try (Session session = options.open(aloft)) {
            PlanOptions planOptions = planning.of(session);
            Plan plan = check
                    ? session.planOfDestroying(planOptions)
                    : session.planOfDestroyingAfterUndoing(NAME, planOptions);
            PlanRun run = new PlanRun(session, plan, NAME, aloft.terminal, within);
            if (json) {
                requireEveryHost(plan);
                return run.forMachines(aloft, document, check).status();
            }
            aloft.terminal.print(text(plan));
            requireEveryHost(plan);
            if (check || !plan.hasChanges()) {
                return PlanCommand.trouble(plan).status();
            }
            if (!yes) {
                new Consent(aloft.terminal, NAME).requireWord("This takes the cluster down.", NAME);
            }
            return run.forPeople().status();
        }
    }

    private String text(Plan plan) {
        boolean clean = !plan.hasChanges()
                && plan.unreachable().isEmpty()
                && plan.refusals().isEmpty();
        return clean
                ? "Nothing to do: nothing of Aloft's is on "
                        + plan.hosts().stream().map(HostPlan::host).collect(Collectors.joining(", ")) + ".\n"
                : PlanCommand.text(plan, aloft.terminal, false, false);
    }

    /** Of a host that does not answer, its name in the others' manifests is all that is known: these go. */
    private static void requireEveryHost(Plan plan) throws Failure {
        List<UnreachableHost> missing = plan.unreachable();
        if (!missing.isEmpty()) {
            String names = missing.stream().map(UnreachableHost::host).collect(Collectors.joining(","));
            throw new Failure(
                    ExitCode.UNREACHABLE,
                    "nothing was done, as not every host can be reached: "
                            + missing.get(0).host() + ": " + missing.get(0).reason(),
                    "bring it back; or, if it is gone for good:  aloft destroy --forget " + names);
        }
    }
}
