package org.aloft.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * How long a client has no answer when the active router's power fails, or when it is stopped.
 *
 * @param name what {@code --only} calls it
 * @param text how the routers are set up
 * @param busy whether both cores of the machine are kept busy
 * @param graceful whether the router is stopped, in place of a power cut
 * @param judge makes a row of its name and of the gaps of aloftd and of keepalived, in milliseconds
 */
record Failover(
        String name, VrrpText text, boolean busy, boolean graceful, BiFunction<String, List<List<Double>>, Row> judge)
        implements Measurement {
    @Override
    public List<Row> run(Stage stage) {
        List<List<Pair.Takeover>> takeovers = stage.byTurns((program, first) -> turn(program, stage, first));
        String what = String.format(
                Locale.ROOT,
                "%s, v%d, adverts each %s s%s%s",
                graceful ? "handover" : "crash failover",
                text.version(),
                text.interval(),
                text.fastDetection() ? ", fast_detection" : "",
                busy ? ", both cores busy" : "");
        List<List<Double>> seen = Row.each(takeovers, one -> one.gap() * 1000);
        if (text.fastDetection()) { // which has nothing to do with the phase between two adverts
            return List.of(judge.apply(what, seen));
        }
        Row judged = judge.apply(what, Row.each(takeovers, one -> one.even() * 1000));
        if (graceful) {
            return List.of(judged);
        }
        return List.of(judged, Row.beside("  the gaps that the client saw, the phase included", "ms", seen));
    }

    private List<Pair.Takeover> turn(Program program, Stage stage, int first) {
        List<Pair.Takeover> takeovers = new ArrayList<>();
        try (BusyCores load = busy ? BusyCores.all() : BusyCores.none();
                Wire wire = new Wire();
                Pair pair = new Pair(wire, program, text, stage)) {
            for (int round = first; round < Math.min(first + Stage.TURN, stage.rounds()); round++) {
                // Spread over the advert interval, the same way for both programs.
                takeovers.add(graceful ? pair.handOver() : pair.crash((round + 0.5) / stage.rounds()));
            }
            load.mustRun();
        }
        return takeovers;
    }
}
