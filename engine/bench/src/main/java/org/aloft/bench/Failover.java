package org.aloft.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * How long a client has no answer when the active router's power fails, or when it is stopped.
 *
 * @param name what {@code --only} calls it
 * @param text how the routers are set up
 * @param busy whether both of the machine's cores have something else to do
 * @param graceful whether the router is stopped rather than cut off
 * @param target to reach, in words
 * @param reached the target, for the medians of aloftd and of keepalived in seconds
 */
record Failover(
        String name, VrrpText text, boolean busy, boolean graceful, String target, BiPredicate<Double, Double> reached)
        implements Measurement {
    @Override
    public List<Row> run(Stage stage) {
        List<List<Double>> samples = new ArrayList<>();
        for (Program program : stage.both()) {
            samples.add(samples(program, stage));
        }
        double aloftd = Row.median(samples.get(0));
        double keepalived = Row.median(samples.get(1));
        String what = String.format(
                Locale.ROOT,
                "%s, v%d, adverts each %s s%s",
                graceful ? "handover" : "crash failover",
                text.version(),
                text.interval(),
                busy ? ", both cores busy" : "");
        return List.of(new Row(
                what,
                "ms",
                aloftd * 1000,
                Optional.of(keepalived * 1000),
                target,
                reached.test(aloftd, keepalived),
                samples.stream()
                        .map(list -> list.stream().map(value -> value * 1000).toList())
                        .toList()));
    }

    private List<Double> samples(Program program, Stage stage) {
        List<Double> samples = new ArrayList<>();
        try (BusyCores load = busy ? BusyCores.all() : BusyCores.none();
                Wire wire = new Wire();
                Pair pair = new Pair(wire, program, text, stage)) {
            for (int round = 0; round < stage.rounds(); round++) {
                // At phases all over their beat, and at the same for both.
                samples.add(graceful ? pair.handOver() : pair.crash((round + 0.5) / stage.rounds()));
            }
            load.mustRun();
        }
        return samples;
    }
}
