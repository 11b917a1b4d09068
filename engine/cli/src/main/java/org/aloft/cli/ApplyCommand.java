package org.aloft.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.aloft.plan.rollout.Plan;
import org.aloft.ssh.Rollout;
import org.aloft.ssh.RolloutEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code aloft apply}: plans, asks, and carries the plan out, wave after wave. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = "Carry the plan out: real servers first, then standby directors, then the active one.",
        footer = {"", "Examples:  aloft apply inventories/lvs-dr", "           aloft apply --yes --limit web1"})
final class ApplyCommand implements Callable<Integer> {
    @ParentCommand
    Aloft aloft;

    @Mixin
    SessionOptions options;

    @Mixin
    PlanningOptions planning;

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

    @Override
    public Integer call() throws Failure, InterruptedException {
        try (Session session = options.open(aloft.terminal)) {
            Plan plan = session.plan(planning.of(session));
            aloft.terminal.print(PlanCommand.text(plan, aloft.terminal, false, diff));
            if (check || !plan.hasChanges()) {
                return PlanCommand.trouble(plan).status();
            }
            requireConsent();
            ExitCode done = carryOut(session, plan, aloft.terminal);
            return (done == ExitCode.DONE ? PlanCommand.trouble(plan) : done).status();
        }
    }

    private void requireConsent() throws Failure {
        if (yes) {
            return;
        }
        if (!aloft.terminal.interactive()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "cannot ask for confirmation: there is no terminal",
                    "aloft apply --yes does not ask");
        }
        String answer = aloft.terminal.ask("\nGo on? [y/N] ").orElse("");
        if (!answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new Failure(ExitCode.FAILED, "nothing was done", "");
        }
    }

    /** Carries a plan out and shows how it goes. */
    static ExitCode carryOut(Session session, Plan plan, Terminal terminal) throws InterruptedException {
        List<RolloutEvent> failures;
        try (LiveLines lines = new LiveLines(terminal)) {
            RolloutProgress progress = new RolloutProgress(lines, terminal.colour());
            failures = new Rollout(session.fleet(), session::host, progress::show).run(plan, Session.identity());
        }
        if (failures.isEmpty()) {
            long steps = plan.steps().count();
            int hosts = plan.changedHosts().size();
            terminal.print("Done: %d %s on %d %s.%n"
                    .formatted(steps, steps == 1 ? "step" : "steps", hosts, hosts == 1 ? "host" : "hosts"));
            return ExitCode.DONE;
        }
        terminal.note("aloft: stopped; aloft plan shows what is left to do");
        return failures.stream().allMatch(ApplyCommand::isConnection) ? ExitCode.UNREACHABLE : ExitCode.FAILED;
    }

    private static boolean isConnection(RolloutEvent event) {
        return event instanceof RolloutEvent.HostFailed failed && failed.kind() == RolloutEvent.FailureKind.CONNECTION;
    }
}
