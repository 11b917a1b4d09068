package org.aloft.agent.simulate;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.language.Reading;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Surroundings;
import org.aloft.agent.vrrp.machine.VrrpStateMachine;

/** Puts a set of files through scenarios, and says what comes of it. */
public final class Simulator {
    /** A bit a host tells who holds what. */
    public static final int MOST_FILES = 63;

    private Simulator() {}

    /** The kind of a trial beside it. */
    private record Planned(Scenario scenario, Trial trial) {}

    /**
     * Prints what the files will do.
     *
     * @param files one a router
     * @param scenarios which to try
     * @param seeds how many runs of each, at least 1
     * @param json for programs rather than for people
     * @return whether every property held in every run; false also when a file is in error
     */
    public static boolean run(
            List<Path> files,
            Surroundings surroundings,
            Set<Scenario> scenarios,
            int seeds,
            boolean json,
            PrintStream result,
            PrintStream diagnostics) {
        List<Reading> readings = new ArrayList<>();
        for (Path file : files) {
            try {
                Reading reading = ConfigurationReader.readWithPlaces(file, surroundings);
                reading.configuration().warnings().forEach(diagnostics::println);
                readings.add(reading);
            } catch (ConfigurationException refused) {
                refused.problems().forEach(diagnostics::println);
            }
        }
        if (readings.size() < files.size()) {
            diagnostics.println(
                    (files.size() - readings.size()) + " of " + files.size() + " files refused; mend them first");
            return false;
        }
        Report report = report(readings, scenarios, seeds);
        result.print(json ? JsonReport.of(report) : TextReport.of(report));
        return report.isFine();
    }

    static Report report(List<Reading> readings, Set<Scenario> scenarios, int seeds) {
        return report(readings, scenarios, seeds, VrrpStateMachine::next);
    }

    /** The same with another state machine. */
    static Report report(List<Reading> readings, Set<Scenario> scenarios, int seeds, Simulation.Machine machine) {
        Cluster cluster = Cluster.of(readings);
        Wiring wiring = Wiring.of(cluster, machine, Conditions.USUAL);
        Pace pace = Pace.of(cluster, Conditions.USUAL);
        List<TrialResult> results = planned(cluster, scenarios).stream()
                .map(planned -> run(wiring, pace, planned, seeds))
                .toList();
        List<Finding> findings = new ArrayList<>(RunFindings.of(wiring, pace, results));
        findings.addAll(FileFindings.of(wiring));
        return new Report(cluster, seeds, results, List.copyOf(findings));
    }

    private static List<Planned> planned(Cluster cluster, Set<Scenario> scenarios) {
        return scenarios.stream()
                .sorted()
                .flatMap(scenario -> scenario.trials(cluster).stream().map(trial -> new Planned(scenario, trial)))
                .toList();
    }

    /** On all cores; the order of the results is that of the seeds all the same. */
    private static TrialResult run(Wiring wiring, Pace pace, Planned planned, int seeds) {
        List<Measure> measures = LongStream.range(0, seeds)
                .parallel()
                .mapToObj(seed -> measure(wiring, pace, planned.trial(), seed))
                .toList();
        return TrialResult.of(
                planned.scenario(), planned.trial(), wiring.cluster().vips().size(), measures);
    }

    private static Measure measure(Wiring wiring, Pace pace, Trial trial, long seed) {
        Timeline timeline = trial.timeline(wiring.cluster(), pace, seed);
        return Measure.of(timeline, Run.of(wiring, timeline, seed), seed);
    }
}
