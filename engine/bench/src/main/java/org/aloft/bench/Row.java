package org.aloft.bench;

import java.util.List;
import java.util.Optional;

/**
 * One measured figure of both.
 *
 * @param what was measured
 * @param unit of both figures
 * @param aloftd the median, when several were taken
 * @param keepalived the same; empty where it cannot do that here
 * @param target what is to be reached; empty where the figure only helps to read the others
 * @param reached whether it was; true where there is no target
 * @param samples of aloftd and of keepalived, in that order, as they were taken
 */
record Row(
        String what,
        String unit,
        double aloftd,
        Optional<Double> keepalived,
        String target,
        boolean reached,
        List<List<Double>> samples) {

    /** Medians that help to read another row, and are to reach nothing themselves. */
    static Row beside(String what, String unit, List<Double> aloftd, List<Double> keepalived) {
        return new Row(
                what, unit, median(aloftd), Optional.of(median(keepalived)), "", true, List.of(aloftd, keepalived));
    }

    /** Whether a target was missed is the figure's to say only where there is one. */
    String verdict() {
        return target.isEmpty() ? "" : reached ? "reached" : "MISSED";
    }

    /** aloftd's figure divided by keepalived's. */
    Optional<Double> ratio() {
        return keepalived.filter(value -> value > 0).map(value -> aloftd / value);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
