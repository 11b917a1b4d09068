package org.aloft.bench;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * One figure, measured for both programs.
 *
 * @param contest whose the two are
 * @param what was measured
 * @param unit of both figures
 * @param ours the median, the worst or the sum, when several were taken
 * @param theirs the same; empty where the other cannot do that here
 * @param target its target; empty where the figure only helps to read the others
 * @param verdict what became of the target
 * @param samples of both, ours first, as they were taken
 */
record Row(
        Contest contest,
        String what,
        String unit,
        double ours,
        Optional<Double> theirs,
        String target,
        Verdict verdict,
        List<List<Double>> samples) {
    /** Of aloftd and keepalived. */
    Row(
            String what,
            String unit,
            double aloftd,
            Optional<Double> keepalived,
            String target,
            Verdict verdict,
            List<List<Double>> samples) {
        this(Contest.AGENTS, what, unit, aloftd, keepalived, target, verdict, samples);
    }

    /** Medians, with a target. */
    static Row judged(
            String what, String unit, List<List<Double>> samples, String target, BiPredicate<Double, Double> reached) {
        double aloftd = median(samples.get(0));
        double keepalived = median(samples.get(1));
        Verdict verdict = Verdict.of(reached.test(aloftd, keepalived));
        return new Row(what, unit, aloftd, Optional.of(keepalived), target, verdict, samples);
    }

    /** Medians, with keepalived's as the target. */
    static Row noHigher(String what, String unit, List<List<Double>> samples) {
        double aloftd = median(samples.get(0));
        double keepalived = median(samples.get(1));
        Verdict verdict = Verdict.noHigher(samples);
        return new Row(what, unit, aloftd, Optional.of(keepalived), "≤ 1.0 × keepalived", verdict, samples);
    }

    /** The worst turn of each: for what must not happen even once. */
    static Row worst(String what, String unit, List<List<Double>> samples, String target, Predicate<Double> reached) {
        double aloftd = Collections.max(samples.get(0));
        double keepalived = Collections.max(samples.get(1));
        return new Row(what, unit, aloftd, Optional.of(keepalived), target, Verdict.of(reached.test(aloftd)), samples);
    }

    /** The same figure of each result of both. */
    static <T> List<List<Double>> each(List<List<T>> results, ToDoubleFunction<T> figure) {
        return results.stream()
                .map(list -> list.stream().map(one -> figure.applyAsDouble(one)).toList())
                .toList();
    }

    /** Medians without a target, to read another row by. */
    static Row beside(String what, String unit, List<List<Double>> samples) {
        Optional<Double> keepalived = Optional.of(median(samples.get(1)));
        return new Row(what, unit, median(samples.get(0)), keepalived, "", Verdict.NONE, samples);
    }

    /** Sums without a target, to read another row by. */
    static Row together(String what, String unit, List<List<Double>> samples) {
        List<Double> sums = samples.stream()
                .map(list -> list.stream().mapToDouble(Double::doubleValue).sum())
                .toList();
        return new Row(what, unit, sums.get(0), Optional.of(sums.get(1)), "", Verdict.NONE, samples);
    }

    /** Medians of what commands cost, of which ours may be so many times theirs. */
    static Row ofCosts(
            Contest contest,
            String what,
            List<Cost> ours,
            List<Cost> theirs,
            ToDoubleFunction<Cost> figure,
            double most) {
        List<List<Double>> samples = each(List.of(ours, theirs), figure);
        double mine = median(samples.get(0));
        double other = median(samples.get(1));
        String target = most < 0.3
                ? "%d × faster than %s".formatted(Math.round(1 / most), contest.theirs())
                : "≤ %.1f × %s".formatted(most, contest.theirs());
        return new Row(contest, what, "s", mine, Optional.of(other), target, Verdict.of(mine <= most * other), samples);
    }

    /** Our figure divided by theirs. */
    Optional<Double> ratio() {
        return theirs.filter(value -> value > 0).map(value -> ours / value);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
