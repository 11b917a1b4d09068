package org.aloft.agent.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * All runs of one trial.
 *
 * @param scenario of which kind
 * @param trial what was done
 * @param seeds how many runs there were
 * @param summaries of each of {@link Cluster#vips}
 * @param breaches each property that did not hold
 */
record TrialResult(
        Scenario scenario,
        Trial trial,
        int seeds,
        List<Summary> summaries,
        SortedMap<Measure.Breach, Broken> breaches) {
    /**
     * What became of VIPs.
     *
     * @param before the hosts that held them in most runs, a bit each
     * @param takers how soon each host was active, by its number; those that never were are missing
     * @param nobody how long no host held them
     * @param several how long two or more did
     */
    record Summary(long before, SortedMap<Integer, Taker> takers, Spread nobody, Spread several) {}

    /**
     * A host that was active.
     *
     * @param runs in how many runs
     * @param after how long after the event
     */
    record Taker(int runs, Spread after) {}

    /**
     * In which runs a property did not hold.
     *
     * @param runs how many
     * @param seed of the one with the shortest story
     * @param length of that
     */
    record Broken(int runs, long seed, int length) {
        private Broken and(Broken other) {
            Broken shorter = other.length < length ? other : this;
            return new Broken(runs + other.runs, shorter.seed, shorter.length);
        }
    }

    /**
     * Sums up.
     *
     * @param measures of each seed, in their order
     */
    static TrialResult of(Scenario scenario, Trial trial, int vips, List<Measure> measures) {
        SortedMap<Measure.Breach, Broken> breaches = new TreeMap<>();
        for (Measure measure : measures) {
            Broken one = new Broken(1, measure.seed(), measure.length());
            measure.breaches().forEach(breach -> breaches.merge(breach, one, Broken::and));
        }
        List<Summary> summaries = new ArrayList<>();
        for (int number = 0; number < vips; number++) {
            int which = number;
            summaries.add(summary(measures.stream()
                    .map(measure -> measure.takeovers().get(which))
                    .toList()));
        }
        return new TrialResult(scenario, trial, measures.size(), List.copyOf(summaries), breaches);
    }

    private static Summary summary(List<Measure.Takeover> all) {
        SortedMap<Integer, Taker> takers = new TreeMap<>();
        all.stream()
                .filter(takeover -> takeover.host() >= 0)
                .collect(Collectors.groupingBy(Measure.Takeover::host))
                .forEach((host, some) ->
                        takers.put(host, new Taker(some.size(), spread(some, Measure.Takeover::after))));
        return new Summary(
                before(all), takers, spread(all, Measure.Takeover::nobody), spread(all, Measure.Takeover::several));
    }

    private static long before(List<Measure.Takeover> all) {
        Map<Long, Long> runs = all.stream()
                .collect(Collectors.groupingBy(Measure.Takeover::before, TreeMap::new, Collectors.counting()));
        return runs.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(0L);
    }

    private static Spread spread(List<Measure.Takeover> all, ToLongFunction<Measure.Takeover> time) {
        return Spread.of(all.stream().map(time::applyAsLong).toList());
    }
}
