package org.aloft.agent.simulate;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.language.Reading;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Surroundings;

/** Puts a set of files through scenarios, and says what comes of it. */
public final class Simulator {
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
            result.println(
                    (files.size() - readings.size()) + " of " + files.size() + " files refused; mend them first");
            return false;
        }
        Report report = report(readings, scenarios, seeds);
        result.print(TextReport.of(report));
        return report.isFine();
    }

    static Report report(List<Reading> readings, Set<Scenario> scenarios, int seeds) {
        Cluster cluster = Cluster.of(readings);
        Wiring wiring = Wiring.of(cluster, Conditions.USUAL);
        Pace pace = Pace.of(cluster, Conditions.USUAL);
        List<TrialResult> results = run(wiring, pace, planned(cluster, scenarios), seeds);
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

    /** On all cores; the order of the results is that of the trials and seeds all the same. */
    private static List<TrialResult> run(Wiring wiring, Pace pace, List<Planned> planned, int seeds) {
        List<Measure> measures = IntStream.range(0, planned.size() * seeds)
                .parallel()
                .mapToObj(number ->
                        measure(wiring, pace, planned.get(number / seeds).trial(), number % seeds))
                .toList();
        return IntStream.range(0, planned.size())
                .mapToObj(number -> new TrialResult(
                        planned.get(number).scenario(),
                        planned.get(number).trial(),
                        measures.subList(number * seeds, (number + 1) * seeds)))
                .toList();
    }

    private static Measure measure(Wiring wiring, Pace pace, Trial trial, long seed) {
        Timeline timeline = trial.timeline(wiring.cluster(), pace, seed);
        return Measure.of(timeline, Run.of(wiring, timeline, seed), seed);
    }
}
