package org.aloft.agent.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.agent.config.text.Position;

/**
 * What is the matter by what happened in runs: properties that did not hold, with the reason and the shortest story.
 */
final class RunFindings {
    private final Wiring wiring;
    private final Pace pace;
    private final int trials;

    private RunFindings(Wiring wiring, Pace pace, int trials) {
        this.trials = trials;
        this.wiring = wiring;
        this.pace = pace;
    }

    /** One for each property and VIP, whatever number of trials broke it. */
    static List<Finding> of(Wiring wiring, Pace pace, List<TrialResult> results) {
        Map<Measure.Breach, List<TrialResult>> breaches = new LinkedHashMap<>();
        for (TrialResult result : results) {
            result.breaches().keySet().forEach(breach -> breaches.computeIfAbsent(breach, first -> new ArrayList<>())
                    .add(result));
        }
        RunFindings findings = new RunFindings(wiring, pace, results.size());
        return breaches.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> findings.finding(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Finding finding(Measure.Breach breach, List<TrialResult> broken) {
        Vips vips = wiring.cluster().vips().get(breach.vips());
        TrialResult first = broken.get(0);
        String message = vips.describe() + ": " + breach.property().sentence() + " (" + where(breach, broken) + ")"
                + Deafness.reason(wiring, vips);
        return new Finding(
                breach.property().code(), true, message, lines(vips), Shortening.of(wiring, pace, first, breach));
    }

    private String where(Measure.Breach breach, List<TrialResult> broken) {
        TrialResult first = broken.get(0);
        int runs = first.breaches().get(breach).runs();
        if (broken.size() == trials && runs == first.seeds()) {
            return "whatever happens";
        }
        String more = broken.size() == 1 ? "" : ", and when " + (broken.size() - 1) + " other things happen";
        return "in " + runs + " of " + first.seeds() + " runs of: "
                + first.trial().describe() + more;
    }

    private List<Position> lines(Vips vips) {
        Set<Position> lines = new LinkedHashSet<>(Deafness.lines(wiring, vips));
        if (lines.isEmpty()) {
            vips.group()
                    .forEach(member ->
                            lines.add(wiring.cluster().members().get(member).line("virtual_ipaddress")));
        }
        return List.copyOf(lines);
    }
}
