package org.aloft.bench;

import java.util.List;

/** What became of a row's target. */
enum Verdict {
    /** There is no target: the figure only helps to read the others. */
    NONE(""),
    /** The target was reached. */
    REACHED("reached"),
    /** Missed, but by less than the rounds of either program differ among themselves: this run cannot tell. */
    TIE("tie"),
    /** The target was missed. */
    MISSED("MISSED");

    private final String shown;

    Verdict(String shown) {
        this.shown = shown;
    }

    /** As the table shows it. */
    String shown() {
        return shown;
    }

    static Verdict of(boolean reached) {
        return reached ? REACHED : MISSED;
    }

    /**
     * Whether aloftd's median is no higher than keepalived's. A difference within the spread of the rounds, the larger
     * of the two interquartile ranges, is a tie: in another run it may be the other way round.
     *
     * @param samples of aloftd and of keepalived, in that order
     */
    static Verdict noHigher(List<List<Double>> samples) {
        double difference = Row.median(samples.get(0)) - Row.median(samples.get(1));
        if (difference <= 0) {
            return REACHED;
        }
        return difference <= Math.max(spread(samples.get(0)), spread(samples.get(1))) ? TIE : MISSED;
    }

    /** The interquartile range; of fewer than four values, which have no quarters, the whole range. */
    private static double spread(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int quarter = sorted.size() / 4;
        return sorted.get(sorted.size() - 1 - quarter) - sorted.get(quarter);
    }
}
