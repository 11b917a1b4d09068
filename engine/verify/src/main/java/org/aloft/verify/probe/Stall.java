package org.aloft.verify.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A time in which the measuring side did not run, so that a gap may have been shorter than measured.
 *
 * @param where {@link #HERE}, or the name of the host from which is measured
 * @param from since the stream's start
 * @param until since the stream's start, after {@code from}
 */
public record Stall(String where, Duration from, Duration until) {
    /** This machine, in {@link #where}. */
    public static final String HERE = "this machine";

    /** Shorter ones are not recorded: they do not affect what is measured. */
    public static final Duration LEAST = Duration.ofMillis(100);

    /** Its duration. */
    public Duration length() {
        return until.minus(from);
    }

    /** The part of it that lies between two moments; empty where there is none. */
    public Optional<Stall> within(Duration begin, Duration end) {
        Duration first = from.compareTo(begin) > 0 ? from : begin;
        Duration last = until.compareTo(end) < 0 ? until : end;
        return first.compareTo(last) < 0 ? Optional.of(new Stall(where, first, last)) : Optional.empty();
    }

    /**
     * Sorted by time. Stalls of one place that are less than {@link #LEAST} apart are joined. A host's stall is dropped
     * where this machine stalled at the same time and so was late to see the answer.
     */
    static List<Stall> merged(List<Stall> stalls) {
        List<Stall> merged = new ArrayList<>();
        stalls.stream().sorted(Comparator.comparing(Stall::from)).forEach(stall -> merge(stall, merged));
        merged.removeIf(stall -> stall.isExplainedBy(merged));
        return List.copyOf(merged);
    }

    private static void merge(Stall stall, List<Stall> merged) {
        for (int index = merged.size() - 1; index >= 0; index--) {
            Stall earlier = merged.get(index);
            if (earlier.where.equals(stall.where)) {
                if (stall.from.minus(earlier.until).compareTo(LEAST) < 0) {
                    Duration end = stall.until.compareTo(earlier.until) > 0 ? stall.until : earlier.until;
                    merged.set(index, new Stall(stall.where, earlier.from, end));
                    return;
                }
                break;
            }
        }
        merged.add(stall);
    }

    private boolean isExplainedBy(List<Stall> all) {
        Duration here = all.stream()
                .filter(other -> other.where.equals(HERE))
                .flatMap(other -> other.within(from, until).stream())
                .map(Stall::length)
                .reduce(Duration.ZERO, Duration::plus);
        return !where.equals(HERE) && length().minus(here).compareTo(LEAST) < 0;
    }
}
