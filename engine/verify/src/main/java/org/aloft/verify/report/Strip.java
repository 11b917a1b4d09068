package org.aloft.verify.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.verify.probe.Outcome;
import org.aloft.verify.probe.Sample;
import org.aloft.verify.probe.Timeline;

/**
 * A time line cut into cells of equal length: what one column of a terminal or one bar of a picture shows. Pure.
 *
 * @param cellLength of each cell
 * @param cells in the order of time
 */
record Strip(Duration cellLength, List<Cell> cells) {
    Strip {
        cells = List.copyOf(cells);
    }

    /**
     * The probes of one cell.
     *
     * @param answers who answered → how many
     * @param failed how many failed
     */
    record Cell(Map<String, Integer> answers, int failed) {
        Cell {
            answers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(answers));
        }

        /** How many were sent. */
        int sent() {
            return failed
                    + answers.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Cuts a time line into {@code count} cells. */
    static Strip of(Timeline timeline, int count) {
        Duration length = timeline.length().plus(timeline.interval());
        long cellNanos = Math.max(1, length.toNanos() / count + 1);
        List<Map<String, Integer>> answers = new ArrayList<>();
        int[] failed = new int[count];
        for (int index = 0; index < count; index++) {
            answers.add(new LinkedHashMap<>());
        }
        for (Sample sample : timeline.samples()) {
            int index = (int) Math.min(count - 1L, sample.sentAt().toNanos() / cellNanos);
            if (sample.outcome() instanceof Outcome.Answered answered) {
                answers.get(index).merge(answered.by(), 1, Integer::sum);
            } else {
                failed[index]++;
            }
        }
        List<Cell> cells = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            cells.add(new Cell(answers.get(index), failed[index]));
        }
        return new Strip(Duration.ofNanos(cellNanos), cells);
    }

    /** The cell that a moment falls in. */
    int cellAt(Duration moment) {
        return (int) Math.min(cells.size() - 1L, Math.max(0, moment.toNanos() / cellLength.toNanos()));
    }
}
