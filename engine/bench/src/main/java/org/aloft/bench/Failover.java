package org.aloft.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.ToDoubleFunction;

/**
 * How long a client has no answer when the active router's power fails, or when it is stopped.
 *
 * @param name what {@code --only} calls it
 * @param text how the routers are set up
 * @param busy whether both of the machine's cores have something else to do
 * @param graceful whether the router is stopped rather than cut off
 * @param target to reach, in words
 * @param reached the target, for the medians of aloftd and of keepalived in milliseconds
 */
record Failover(
        String name, VrrpText text, boolean busy, boolean graceful, String target, BiPredicate<Double, Double> reached)
        implements Measurement {
    /** So many in a row, and then it is the other program's turn: a machine that gets slower does so for both. */
    private static final int TURN = 2;

    @Override
    public List<Row> run(Stage stage) {
        List<List<Pair.Takeover>> takeovers = stage.both().stream()
                .<List<Pair.Takeover>>map(program -> new ArrayList<>())
                .toList();
        for (int first = 0; first < stage.rounds(); first += TURN) {
            for (int index = 0; index < takeovers.size(); index++) {
                takeovers.get(index).addAll(turn(stage.both().get(index), stage, first));
            }
        }
        String what = String.format(
                Locale.ROOT,
                "%s, v%d, adverts each %s s%s",
                graceful ? "handover" : "crash failover",
                text.version(),
                text.interval(),
                busy ? ", both cores busy" : "");
        List<List<Double>> even = millis(takeovers, Pair.Takeover::even);
        double aloftd = Row.median(even.get(0));
        double keepalived = Row.median(even.get(1));
        Row judged =
                new Row(what, "ms", aloftd, Optional.of(keepalived), target, reached.test(aloftd, keepalived), even);
        if (graceful) {
            return List.of(judged);
        }
        List<List<Double>> seen = millis(takeovers, Pair.Takeover::gap);
        return List.of(
                judged, Row.beside("  the client's own gaps, with the phase in them", "ms", seen.get(0), seen.get(1)));
    }

    private static List<List<Double>> millis(
            List<List<Pair.Takeover>> takeovers, ToDoubleFunction<Pair.Takeover> which) {
        return takeovers.stream()
                .map(list -> list.stream()
                        .map(one -> which.applyAsDouble(one) * 1000)
                        .toList())
                .toList();
    }

    private List<Pair.Takeover> turn(Program program, Stage stage, int first) {
        List<Pair.Takeover> takeovers = new ArrayList<>();
        try (BusyCores load = busy ? BusyCores.all() : BusyCores.none();
                Wire wire = new Wire();
                Pair pair = new Pair(wire, program, text, stage)) {
            for (int round = first; round < Math.min(first + TURN, stage.rounds()); round++) {
                // At phases all over their beat, and at the same for both.
                takeovers.add(graceful ? pair.handOver() : pair.crash((round + 0.5) / stage.rounds()));
            }
            load.mustRun();
        }
        return takeovers;
    }
}
