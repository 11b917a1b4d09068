package org.aloft.agent.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.agent.config.text.Position;

/** What is the matter by what happened in runs: properties that did not hold, with the reason and the shortest story. */
final class RunFindings {
    private final Wiring wiring;
    private final Pace pace;

    private RunFindings(Wiring wiring, Pace pace) {
        this.wiring = wiring;
        this.pace = pace;
    }

    /** One for each property and VIP, whatever number of trials broke it. */
    static List<Finding> of(Wiring wiring, Pace pace, List<TrialResult> results) {
        Map<Measure.Breach, List<TrialResult>> breaches = new LinkedHashMap<>();
        for (TrialResult result : results) {
            result.measures().stream()
                    .flatMap(measure -> measure.breaches().stream())
                    .distinct()
                    .sorted()
                    .forEach(breach -> breaches.computeIfAbsent(breach, first -> new ArrayList<>())
                            .add(result));
        }
        RunFindings findings = new RunFindings(wiring, pace);
        return breaches.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> findings.finding(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Finding finding(Measure.Breach breach, List<TrialResult> broken) {
        Vips vips = wiring.cluster().vips().get(breach.vips());
        TrialResult first = broken.get(0);
        long runs = first.measures().stream()
                .filter(measure -> measure.breaches().contains(breach))
                .count();
        String more = broken.size() == 1 ? "" : ", and in " + (broken.size() - 1) + " other scenarios";
        String message = vips.describe() + ": " + breach.property().sentence() + ", for good (in " + runs + " of "
                + first.measures().size() + " runs of: " + first.trial().describe() + more + ")"
                + Deafness.reason(wiring, vips);
        return new Finding(
                breach.property().code(), true, message, lines(vips), Shortening.of(wiring, pace, first, breach));
    }

    private List<Position> lines(Vips vips) {
        Set<Position> lines = new LinkedHashSet<>(Deafness.lines(wiring, vips));
        if (lines.isEmpty()) {
            vips.places()
                    .forEach(place -> lines.add(
                            wiring.cluster().members().get(place.member()).line("virtual_ipaddress")));
        }
        return List.copyOf(lines);
    }
}
