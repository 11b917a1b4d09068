package org.aloft.agent.simulate;

import java.util.ArrayList;
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
        long seed = result.breaches().get(breach).seed();
        Timeline whole = result.trial().timeline(wiring.cluster(), pace, seed);
        Timeline timeline = whole.checks().stream()
                .map(whole::until)
                .filter(part -> breaks(wiring, part, seed, breach))
                .findFirst()
                .orElse(whole);
        for (Move move : timeline.moves()) {
            List<Move> fewer = new ArrayList<>(timeline.moves());
            fewer.remove(move);
            if (!whole.isReturn(move) && breaks(wiring, timeline.with(fewer), seed, breach)) {
                timeline = timeline.with(fewer);
            }
        }
        return Run.of(wiring, timeline, seed).story().lines();
    }

    private static boolean breaks(Wiring wiring, Timeline timeline, long seed, Measure.Breach breach) {
        return Measure.of(timeline, Run.of(wiring, timeline, seed), seed)
                .breaches()
                .contains(breach);
    }
}
