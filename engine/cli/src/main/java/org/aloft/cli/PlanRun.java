package org.aloft.cli;

import java.time.Duration;
import java.util.List;
import org.aloft.plan.rollout.Plan;
import org.aloft.ssh.Rollout;
import org.aloft.ssh.RolloutEvent;

/** Carries a plan out and tells how it goes: to a person, or to a machine. For one thread. */
final class PlanRun {
    private final Session session;
    private final Plan plan;
    private final String command;
    private final Terminal terminal;
    private final Duration confirmWithin;

    /**
     * @param command the one that was typed, as the hosts' records call it: {@code apply}
     * @param confirmWithin how long hosts wait to be told that their changes may stay
     */
    PlanRun(Session session, Plan plan, String command, Terminal terminal, Duration confirmWithin) {
        this.confirmWithin = confirmWithin;
        this.session = session;
        this.plan = plan;
        this.command = command;
        this.terminal = terminal;
    }

    /** Shows how it goes, a line a host. */
    ExitCode forPeople() throws InterruptedException {
        List<RolloutEvent.Stop> stops;
        try (LiveLines lines = new LiveLines(terminal)) {
            stops = run(new RolloutProgress(lines, terminal.colour()));
        }
        if (stops.isEmpty()) {
            long steps = plan.steps().count();
            int hosts = plan.changedHosts().size();
            terminal.print("Done: %d %s on %d %s.%n"
                    .formatted(steps, steps == 1 ? "step" : "steps", hosts, hosts == 1 ? "host" : "hosts"));
            return PlanCommand.trouble(plan);
        }
        terminal.note("aloft: stopped; aloft " + preview() + " shows what is left to do");
        return exitCode(stops);
    }

    /**
     * Writes an event a line. From its first line on, the document must have a last one, whatever happens between them.
     *
     * @param only whether it is only said what would be done
     */
    ExitCode forMachines(Aloft aloft, RolloutJson document, boolean only) {
        document.planned(plan);
        try {
            List<RolloutEvent.Stop> stops = only ? List.of() : run(document);
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

    private List<RolloutEvent.Stop> run(RolloutEvent.Listener listener) throws InterruptedException {
        return new Rollout(session.fleet(), confirmWithin, session::host, event -> event.tell(listener))
                .run(plan, session.identity(command));
    }

    /** The command that shows the plan again. */
    private String preview() {
        return command.equals("apply") ? "plan" : command + " --check";
    }

    /** What stopped a rollout, as an exit code. */
    private static ExitCode exitCode(List<RolloutEvent.Stop> stops) {
        if (stops.stream().anyMatch(stop -> stop.kind() == RolloutEvent.StopKind.REVERTED)) {
            return ExitCode.REVERTED;
        }
        return stops.stream().allMatch(stop -> stop.kind() == RolloutEvent.StopKind.CONNECTION)
                ? ExitCode.UNREACHABLE
                : ExitCode.FAILED;
    }
}
