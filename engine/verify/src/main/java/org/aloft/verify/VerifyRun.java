package org.aloft.verify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.ssh.Fleet;
import org.aloft.ssh.Lease;
import org.aloft.ssh.SshException;
import org.aloft.topology.model.Topology;
import org.aloft.verify.check.Check;
import org.aloft.verify.check.CheckResult;
import org.aloft.verify.check.Findings;
import org.aloft.verify.check.Inspection;
import org.aloft.verify.drill.Drill;
import org.aloft.verify.drill.DrillContext;
import org.aloft.verify.drill.DrillKind;
import org.aloft.verify.drill.DrillPlan;
import org.aloft.verify.drill.DrillRefused;
import org.aloft.verify.observe.Observer;
import org.aloft.verify.probe.Sleep;
import org.aloft.verify.probe.Timeline;
import org.aloft.verify.probe.Vantage;
import org.aloft.verify.report.DrillResult;
import org.aloft.verify.report.Report;

/** Verifies that a cluster fails over: checks, drills, checks again. One object per run; for one thread. */
public final class VerifyRun {
    private final Topology topology;
    private final Fleet fleet;
    private final Options options;
    private final Consumer<VerifyEvent> progress;
    private final Clock clock;
    private final LongSupplier nanoClock;

    /**
     * What to verify.
     *
     * @param cluster the name of the cluster in the report
     * @param drills in the order to run them; empty: checks only
     * @param version Aloft's own version, for the report
     * @param identity shown to other runs that are refused because of this one
     */
    public record Options(String cluster, List<DrillKind> drills, String version, RunIdentity identity) {
        /** Keeps a copy. */
        public Options {
            drills = List.copyOf(drills);
        }
    }

    /**
     * Creates a run; {@link #run} starts it.
     *
     * @param progress called on the thread that calls {@link #run}
     * @param clock time of day, for the report
     * @param nanoClock monotonic, for measurements: {@code System::nanoTime}
     */
    public VerifyRun(
            Topology topology,
            Fleet fleet,
            Options options,
            Consumer<VerifyEvent> progress,
            Clock clock,
            LongSupplier nanoClock) {
        this.topology = topology;
        this.fleet = fleet;
        this.options = options;
        this.progress = progress;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    /**
     * Runs checks and drills.
     *
     * @throws SshException when the host that requests start from cannot be reached; trouble with other hosts is a
     *     result
     * @throws InterruptedException when interrupted; the drill has been undone by then
     */
    public Report run() throws SshException, InterruptedException {
        Instant started = clock.instant();
        Inspection inspection = new Inspection(topology, new Observer(topology, fleet), vantage());
        Findings findings = inspection.all();
        List<CheckResult> checks = judge(findings, false);
        List<DrillResult> drills = options.drills().isEmpty() ? List.of() : drills(inspection, checks);
        boolean changed = drills.stream().anyMatch(drill -> drill.state() != DrillResult.State.REFUSED);
        List<CheckResult> afterwards = changed ? judge(inspection.all(), true) : List.of();
        return new Report(
                options.cluster(),
                started,
                Duration.between(started, clock.instant()),
                topology.verification().from().orElse("this machine"),
                versions(findings),
                checks,
                drills,
                afterwards);
    }

    /** Under a lease on all hosts: no other run changes the cluster, or drills it, meanwhile. */
    private List<DrillResult> drills(Inspection inspection, List<CheckResult> checks) throws InterruptedException {
        Lease.Taking taking =
                Lease.take(fleet, topology.hosts().values(), options.identity(), host -> Optional.empty());
        List<DrillResult> drills = new ArrayList<>();
        if (taking.lease().isEmpty()) {
            String why = taking.refused().get(0).text();
            for (DrillKind kind : options.drills()) {
                DrillResult result = DrillResult.refused(kind.id(), kind.id(), "", why);
                progress.accept(new VerifyEvent.DrillFinished(result));
                drills.add(result);
            }
            return drills;
        }
        try (Lease lease = taking.lease().get()) {
            for (DrillKind kind : options.drills()) {
                if (lease.lost().isEmpty()) {
                    drills.addAll(drill(kind, inspection, checks));
                } else {
                    drills.add(DrillResult.refused(
                            kind.id(), kind.id(), "", lease.lost().get(0).text()));
                }
            }
        }
        return drills;
    }

    private Vantage vantage() throws SshException {
        Optional<String> from = topology.verification().from();
        return from.isPresent() ? Vantage.of(fleet.connection(topology.hosts().get(from.get()))) : Vantage.here();
    }

    private List<CheckResult> judge(Findings findings, boolean afterDrills) {
        progress.accept(new VerifyEvent.ChecksStarted(afterDrills));
        List<CheckResult> results = Inspection.judge(Check.all(), findings);
        results.forEach(result -> progress.accept(new VerifyEvent.Checked(result, afterDrills)));
        return results;
    }

    /** All drills of one kind; each only if the cluster is healthy at that moment. */
    private List<DrillResult> drill(DrillKind kind, Inspection inspection, List<CheckResult> checks)
            throws InterruptedException {
        List<DrillResult> results = new ArrayList<>();
        int count = DrillPlan.of(inspection.hosts(), kind).size();
        for (int index = 0; index < count; index++) {
            Findings now = inspection.hosts();
            DrillResult result = drill(DrillPlan.of(now, kind).get(index), inspection, now, checks);
            progress.accept(new VerifyEvent.DrillFinished(result));
            results.add(result);
        }
        return results;
    }

    private DrillResult drill(DrillPlan.Choice choice, Inspection inspection, Findings now, List<CheckResult> checks)
            throws InterruptedException {
        return choice instanceof DrillPlan.Choice.Refused refused
                ? refused.result()
                : drill(((DrillPlan.Choice.Runs) choice).drill(), inspection, now, checks);
    }

    private DrillResult drill(Drill drill, Inspection inspection, Findings now, List<CheckResult> checks)
            throws InterruptedException {
        progress.accept(new VerifyEvent.DrillStarted(drill.kind().id(), drill.title(), drill.target()));
        DrillContext context = new DrillContext(
                topology,
                fleet,
                options.identity(),
                inspection,
                nanoClock,
                Sleep.onThread(),
                text -> progress.accept(new VerifyEvent.DrillStep(drill.kind().id(), text)));
        try {
            context.refuseBesideAnotherRun();
            refuseUnlessHealthy(now, checks);
            return drill.run(context);
        } catch (DrillRefused e) {
            return DrillResult.refused(drill.kind().id(), drill.title(), drill.target(), e.getMessage());
        } catch (SshException e) {
            return new DrillResult(
                    drill.kind().id(),
                    drill.title(),
                    drill.target(),
                    DrillResult.State.ABORTED,
                    e.getMessage() + ": " + e.fix(),
                    List.of(),
                    Timeline.empty(),
                    List.of());
        }
    }

    private static void refuseUnlessHealthy(Findings now, List<CheckResult> checks) throws DrillRefused {
        String problems = Stream.concat(Inspection.judge(Check.ofHealth(), now).stream(), checks.stream())
                .filter(CheckResult::failed)
                .map(result -> result.subject() + ": " + result.seen())
                .distinct()
                .collect(Collectors.joining("; "));
        if (!problems.isEmpty()) {
            throw new DrillRefused("the cluster is not healthy: " + problems);
        }
    }

    private Map<String, String> versions(Findings findings) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("aloft", options.version());
        findings.cluster().hosts().values().forEach(host -> host.agent()
                .ifPresent(agent -> versions.put(host.host(), agent.agent())));
        return versions;
    }
}
