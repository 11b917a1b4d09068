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
        footer = {
            "",
            "Examples:  aloft apply inventories/lvs-dr",
            "           aloft apply --yes --limit web1",
            "           aloft apply --yes --json    (for machines; one event a line, a summary last)"
        })
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

    @Option(names = "--json", description = "One JSON object a line on standard output. Needs --yes or --check.")
    boolean json;

    @Override
    public Integer call() throws Failure, InterruptedException {
        if (json) {
            return forMachines().status();
        }
        try (Session session = options.open(aloft)) {
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

    private ExitCode forMachines() throws Failure, InterruptedException {
        if (!yes && !check) {
            throw new Failure(
                    ExitCode.USAGE,
                    "apply --json cannot ask for confirmation",
                    "aloft apply --yes --json does not ask; aloft plan --json only shows what would be done");
        }
        RolloutJson document =
                new RolloutJson(aloft.terminal.out(), aloft.surroundings.clock(), aloft.surroundings.nanoTime());
        try (Session session = options.open(aloft)) {
            Plan plan = session.plan(planning.of(session));
            document.planned(plan);
            return carryOut(session, plan, document);
        }
    }

    /** From its first line on, the document must have a last one, whatever happens between them. */
    private ExitCode carryOut(Session session, Plan plan, RolloutJson document) {
        try {
            List<RolloutEvent.Stop> stops = check
                    ? List.of()
                    : new Rollout(session.fleet(), session::host, event -> event.tell(document))
                            .run(plan, session.identity());
            ExitCode exitCode = stops.isEmpty() ? PlanCommand.trouble(plan) : exitCode(stops);
            document.summary(plan, exitCode);
            return exitCode;
        } catch (InterruptedException | RuntimeException e) {
            Failure failure = Failure.of(e);
            aloft.tell(failure);
            document.summary(plan, failure);
            return failure.exitCode();
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
        List<RolloutEvent.Stop> stops;
        try (LiveLines lines = new LiveLines(terminal)) {
            RolloutProgress progress = new RolloutProgress(lines, terminal.colour());
            stops = new Rollout(session.fleet(), session::host, event -> event.tell(progress))
                    .run(plan, session.identity());
        }
        if (stops.isEmpty()) {
            long steps = plan.steps().count();
            int hosts = plan.changedHosts().size();
            terminal.print("Done: %d %s on %d %s.%n"
                    .formatted(steps, steps == 1 ? "step" : "steps", hosts, hosts == 1 ? "host" : "hosts"));
            return ExitCode.DONE;
        }
        terminal.note("aloft: stopped; aloft plan shows what is left to do");
        return exitCode(stops);
    }

    /** What stopped a rollout, as an exit code. */
    private static ExitCode exitCode(List<RolloutEvent.Stop> stops) {
        return stops.stream().allMatch(stop -> stop.kind() == RolloutEvent.StopKind.CONNECTION)
                ? ExitCode.UNREACHABLE
                : ExitCode.FAILED;
    }
}
