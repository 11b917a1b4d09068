package org.aloft.agent.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks for the shortest story in which a property does not hold. Pure. */
final class Shortening {
    private Shortening() {}

    /**
     * The story of the shortest run of a trial that breaks a property, without the moves that it takes none of.
     *
     * @param breach at least one run has it
     */
    static List<String> of(Wiring wiring, Pace pace, TrialResult result, Measure.Breach breach) {
        Measure shortest = result.measures().stream()
                .filter(measure -> measure.breaches().contains(breach))
                .min(Comparator.comparingInt(Measure::length))
                .orElseThrow();
        Timeline timeline = result.trial().timeline(wiring.cluster(), pace, shortest.seed());
        for (Move move : timeline.moves()) {
            List<Move> fewer = new ArrayList<>(timeline.moves());
            fewer.remove(move);
            if (breaks(wiring, timeline.with(fewer), shortest.seed(), breach)) {
                timeline = timeline.with(fewer);
            }
        }
        return Run.of(wiring, timeline, shortest.seed()).story();
    }

    private static boolean breaks(Wiring wiring, Timeline timeline, long seed, Measure.Breach breach) {
        return Measure.of(timeline, Run.of(wiring, timeline, seed), seed)
                .breaches()
                .contains(breach);
    }
}
