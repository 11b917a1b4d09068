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
 * A time line divided into cells of equal length, one per terminal column. Pure.
 *
 * @param cellLength of each cell
 * @param cells in chronological order
 */
record TimelineCells(Duration cellLength, List<Cell> cells) {
    TimelineCells {
        cells = List.copyOf(cells);
    }

    /**
     * The probes of one cell.
     *
     * @param answers number of answers by real server
     * @param failed number of failed probes
     */
    record Cell(Map<String, Integer> answers, int failed) {
        Cell {
            answers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(answers));
        }

        /** Number of probes sent. */
        int sent() {
            return failed
                    + answers.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Divides a time line into {@code count} cells. */
    static TimelineCells of(Timeline timeline, int count) {
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
        return new TimelineCells(Duration.ofNanos(cellNanos), cells);
    }

    /** Index of the cell that contains a moment. */
    int cellAt(Duration moment) {
        return (int) Math.min(cells.size() - 1L, Math.max(0, moment.toNanos() / cellLength.toNanos()));
    }
}
