package org.aloft.agent.simulate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All runs of one trial.
 *
 * @param scenario of which kind
 * @param trial what was done
 * @param measures of each seed, in their order
 */
record TrialResult(Scenario scenario, Trial trial, List<Measure> measures) {
    /**
     * What became of VIPs.
     *
     * @param takers how soon each host was active, by its number; those that never were are missing
     * @param runs in how many runs each of them was
     * @param nobody how long no host held them
     * @param several how long two or more did
     */
    record Summary(Map<Integer, Spread> takers, Map<Integer, Integer> runs, Spread nobody, Spread several) {}

    /** Of the VIPs with this number within {@link Cluster#vips}. */
    Summary summary(int vips) {
        List<Measure.Takeover> all =
                measures.stream().map(measure -> measure.takeovers().get(vips)).toList();
        Map<Integer, List<Long>> times = all.stream()
                .filter(takeover -> takeover.host() >= 0)
                .collect(Collectors.groupingBy(
                        Measure.Takeover::host,
                        TreeMap::new,
                        Collectors.mapping(Measure.Takeover::after, Collectors.toList())));
        Map<Integer, Spread> takers = new TreeMap<>();
        Map<Integer, Integer> runs = new TreeMap<>();
        times.forEach((host, after) -> {
            takers.put(host, Spread.of(after));
            runs.put(host, after.size());
        });
        return new Summary(
                takers,
                runs,
                Spread.of(all.stream().map(Measure.Takeover::nobody).toList()),
                Spread.of(all.stream().map(Measure.Takeover::several).toList()));
    }
}
