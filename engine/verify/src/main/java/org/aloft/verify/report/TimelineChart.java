package org.aloft.verify.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.aloft.plan.show.DurationText;
import org.aloft.verify.probe.Outage;
import org.aloft.verify.probe.Outcome;
import org.aloft.verify.probe.Sample;
import org.aloft.verify.probe.Timeline;

/**
 * A drill's time line as a chart, in SVG units: a row for each real server and one for failures, a tick for each
 * probe, a bracket over each outage, a flag for each mark. Long stretches without failures or marks are cut. Pure.
 *
 * @param width of the chart
 * @param height of the chart; 0 without probes
 * @param rows one per real server, and the failures
 * @param brackets one per outage
 * @param stalls when the measuring side stalled
 * @param flags one per mark
 * @param grid lines of the time axis
 * @param breaks where time was cut out
 */
public record TimelineChart(
        int width,
        int height,
        List<Row> rows,
        List<Bracket> brackets,
        List<Band> stalls,
        List<Flag> flags,
        List<GridLine> grid,
        List<Break> breaks) {
    static final int WIDTH = 1000;
    private static final int LEFT = 92;
    private static final int RIGHT = 16;
    private static final int TOP = 64;
    private static final int ROW_HEIGHT = 30;
    private static final int AXIS = 40;
    private static final Duration QUIET_KEPT = Duration.ofSeconds(2);
    private static final Duration LEAST_TO_CUT = Duration.ofSeconds(6);
    private static final double BREAK_SECONDS = 0.5;
    private static final double LABEL_WIDTH = 18;

    /** Keeps copies. */
    public TimelineChart {
        rows = List.copyOf(rows);
        brackets = List.copyOf(brackets);
        stalls = List.copyOf(stalls);
        flags = List.copyOf(flags);
        grid = List.copyOf(grid);
        breaks = List.copyOf(breaks);
    }

    /** Probes with one outcome; {@code path} draws a tick for each. */
    public record Row(String name, String kind, int y, String path, int count) {}

    /** An outage; {@code budget} is the position where its budget ends, or empty. */
    public record Bracket(String from, String to, String middle, String label, String budget, String budgetLabel) {}

    /** A time in which the measuring side stalled. */
    public record Band(String x, String width, String label) {}

    /** A mark; the legend below the chart explains the number. */
    public record Flag(String x, int number, String label, String at) {}

    /** A line of the time axis. */
    public record GridLine(String x, String label) {}

    /** Where time was cut out. */
    public record Break(String x, String label) {}

    /** The chart of a drill. */
    static TimelineChart of(DrillResult drill) {
        Timeline timeline = drill.timeline();
        if (timeline.samples().isEmpty()) {
            return new TimelineChart(WIDTH, 0, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        }
        Scale scale = Scale.of(timeline);
        List<Row> rows = rows(timeline, scale);
        int bottom = TOP + rows.size() * ROW_HEIGHT;
        List<Bracket> brackets = Outage.find(timeline.samples(), Duration.ofSeconds(1)).stream()
                .map(outage -> bracket(outage, drill.measurements(), scale))
                .toList();
        List<Flag> flags = new ArrayList<>();
        for (Timeline.Mark mark : timeline.marks()) {
            flags.add(new Flag(scale.x(mark.at()), flags.size() + 1, mark.label(), DurationText.of(mark.at())));
        }
        return new TimelineChart(
                WIDTH, bottom + AXIS, rows, brackets, stalls(timeline, scale), flags, scale.grid(), scale.breaks());
    }

    private static List<Row> rows(Timeline timeline, Scale scale) {
        List<String> servers = timeline.samples().stream()
                .filter(Sample::succeeded)
                .map(sample -> ((Outcome.Answered) sample.outcome()).by())
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
        List<Row> rows = new ArrayList<>();
        for (String server : servers) {
            List<Sample> answered = timeline.samples().stream()
                    .filter(sample -> sample.outcome().equals(new Outcome.Answered(server)))
                    .toList();
            rows.add(row(server, "server" + rows.size() % 6, rows.size(), answered, scale));
        }
        List<Sample> failed = timeline.samples().stream()
                .filter(sample -> !sample.succeeded())
                .toList();
        rows.add(row("no answer", "failed", rows.size(), failed, scale));
        return rows;
    }

    private static Row row(String name, String kind, int index, List<Sample> samples, Scale scale) {
        int y = TOP + index * ROW_HEIGHT;
        StringBuilder path = new StringBuilder();
        for (Sample sample : samples) {
            if (scale.shows(sample.sentAt())) {
                path.append('M')
                        .append(scale.x(sample.sentAt()))
                        .append(' ')
                        .append(y + 5)
                        .append('v')
                        .append(ROW_HEIGHT - 10);
            }
        }
        return new Row(name, kind, y, path.toString(), samples.size());
    }

    private static Bracket bracket(Outage outage, List<Measurement> measurements, Scale scale) {
        Duration end = outage.recovered().orElse(outage.end());
        double from = scale.position(outage.lastGood());
        double to = Math.max(from + 1.5, scale.position(end));
        String label = outage.recovered().isPresent()
                ? DurationText.atLeast(outage.gap())
                : "over " + DurationText.atLeast(outage.gap());
        Optional<Duration> budget = measurements.stream()
                .filter(measurement -> measurement.value().equals(outage.gap())
                        || measurement.value().equals(outage.failing()))
                .findFirst()
                .flatMap(Measurement::budget);
        double middle = Math.min(WIDTH - 60.0, Math.max(LEFT + 30.0, (from + to) / 2));
        return new Bracket(
                number(from),
                number(to),
                number(middle),
                label,
                budget.map(most -> number(scale.position(outage.lastGood().plus(most))))
                        .orElse(""),
                budget.map(most -> "budget " + DurationText.of(most)).orElse(""));
    }

    /** As far as they lie within the chart: the machine is watched for a little longer than requests are sent. */
    private static List<Band> stalls(Timeline timeline, Scale scale) {
        double right = WIDTH - RIGHT;
        return timeline.stalls().stream()
                .filter(stall -> scale.position(stall.from()) < right)
                .map(stall -> {
                    double from = scale.position(stall.from());
                    double width = Math.max(1.5, Math.min(right, scale.position(stall.until())) - from);
                    return new Band(
                            number(from),
                            number(width),
                            stall.where() + " stalled for " + DurationText.of(stall.length()));
                })
                .toList();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Maps time to positions; quiet stretches are cut down to {@link #BREAK_SECONDS}. */
    private record Scale(List<Cut> cuts, double seconds) {
        private record Cut(double from, double to) {
            double saved() {
                return to - from - BREAK_SECONDS;
            }
        }

        static Scale of(Timeline timeline) {
            double length = seconds(timeline.length());
            List<Double> busy = new ArrayList<>(List.of(0.0, length));
            timeline.marks().forEach(mark -> busy.add(seconds(mark.at())));
            timeline.samples().stream()
                    .filter(sample -> !sample.succeeded())
                    .forEach(sample -> busy.add(seconds(sample.sentAt())));
            busy.sort(Comparator.naturalOrder());
            List<Cut> cuts = new ArrayList<>();
            double kept = seconds(QUIET_KEPT);
            for (int index = 1; index < busy.size(); index++) {
                if (busy.get(index) - busy.get(index - 1) > seconds(LEAST_TO_CUT)) {
                    cuts.add(new Cut(busy.get(index - 1) + kept, busy.get(index) - kept));
                }
            }
            double shown = length - cuts.stream().mapToDouble(Cut::saved).sum();
            return new Scale(cuts, Math.max(0.1, shown));
        }

        boolean shows(Duration moment) {
            double at = seconds(moment);
            return cuts.stream().noneMatch(cut -> at > cut.from() && at < cut.to());
        }

        double position(Duration moment) {
            double at = seconds(moment);
            double left = at;
            for (Cut cut : cuts) {
                if (at >= cut.to()) {
                    left -= cut.saved();
                } else if (at > cut.from()) {
                    left -= (at - cut.from()) * cut.saved() / (cut.to() - cut.from());
                }
            }
            return LEFT + left / seconds * (WIDTH - LEFT - RIGHT);
        }

        String x(Duration moment) {
            return number(position(moment));
        }

        List<GridLine> grid() {
            double step = gridStep(seconds);
            List<GridLine> lines = new ArrayList<>();
            double whole = seconds + cuts.stream().mapToDouble(Cut::saved).sum();
            for (double at = 0; at <= whole; at += step) {
                Duration moment = Duration.ofMillis(Math.round(at * 1000));
                if (shows(moment) && isClearOfBreaks(moment)) {
                    lines.add(new GridLine(x(moment), Math.round(at) + " s"));
                }
            }
            return lines;
        }

        private boolean isClearOfBreaks(Duration moment) {
            double x = position(moment);
            return cuts.stream().allMatch(cut -> Math.abs(x - middle(cut)) > LABEL_WIDTH);
        }

        private double middle(Cut cut) {
            return position(Duration.ofMillis(Math.round((cut.from() + cut.to()) * 500)));
        }

        List<Break> breaks() {
            return cuts.stream()
                    .map(cut -> new Break(number(middle(cut)), Math.round(cut.saved()) + " s"))
                    .toList();
        }

        /** The distance between grid lines; at most twelve are shown. */
        private static double gridStep(double seconds) {
            for (double step : new double[] {1, 2, 5, 10, 20, 30}) {
                if (seconds / step <= 12) {
                    return step;
                }
            }
            return 60;
        }

        private static double seconds(Duration time) {
            return time.toNanos() / 1e9;
        }
    }
}
