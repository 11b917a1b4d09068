package org.aloft.verify.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.plan.show.DurationText;
import org.aloft.plan.show.Style;
import org.aloft.verify.check.CheckResult;
import org.aloft.verify.probe.Outcome;
import org.aloft.verify.probe.Stall;
import org.aloft.verify.probe.Timeline;

/**
 * The report for a terminal.
 *
 * <pre>
 *   ✓ crash of the director that holds 192.168.100.10 · lvs1
 *     failover to the standby     3.7 s  ██████████████████▏···  of 4 s
 *     ▁▁▁▁▁▁▁▁▁▁▁▁╳╳╳╳╳╳╳╳▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁
 * </pre>
 */
public final class ReportText {
    private static final int STRIP_WIDTH = 72;
    private static final int BAR_WIDTH = 24;
    private static final int TEXT_WIDTH = 108;
    private static final String BLOCKS = " ▏▎▍▌▋▊▉█";

    private final Style style;

    /** @param colour whether to use ANSI colours */
    public ReportText(boolean colour) {
        this.style = new Style(colour);
    }

    /** Renders the report; ends with a newline. */
    public String render(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("Aloft verified " + report.cluster()) + " in " + DurationText.of(report.took()) + ", from "
                + report.from());
        lines.add("");
        lines.add(style.bold("Checks"));
        report.checks().forEach(check -> lines.addAll(check(check)));
        if (!report.drills().isEmpty()) {
            lines.add("");
            lines.add(style.bold("Drills") + resolution(report));
            report.drills().forEach(drill -> lines.addAll(drill(drill)));
        }
        if (!report.afterwards().isEmpty()) {
            lines.add("");
            lines.addAll(afterwards(report.afterwards()));
        }
        lines.add("");
        lines.add(verdict(report));
        return String.join("\n", lines) + "\n";
    }

    private List<String> check(CheckResult check) {
        List<String> lines = new ArrayList<>();
        lines.add("  " + mark(check.verdict()) + " " + style.bold(check.subject()) + "  " + check.title());
        wrapped(check.seen()).forEach(line -> lines.add("      " + style.faint(line)));
        if (check.failed()) {
            lines.add("      expected: " + check.expected());
            lines.add("      do this:  " + check.fix());
        }
        return lines;
    }

    private String mark(CheckResult.Verdict verdict) {
        return switch (verdict) {
            case PASSED -> style.tick();
            case FAILED -> style.cross();
            case SKIPPED -> style.dash();
        };
    }

    private static String resolution(Report report) {
        return report.drills().stream()
                .map(drill -> drill.timeline().interval())
                .filter(interval -> !interval.isZero())
                .findFirst()
                .map(interval -> "  one request every " + DurationText.of(interval) + ": the resolution of each gap")
                .orElse("");
    }

    private List<String> drill(DrillResult drill) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  " + mark(drill) + " " + style.bold(drill.title()) + " · " + drill.target());
        if (!drill.reason().isEmpty()) {
            wrapped(stateWords(drill.state()) + drill.reason()).forEach(line -> lines.add("      " + style.red(line)));
        }
        int width = drill.measurements().stream()
                .mapToInt(measurement -> measurement.name().length())
                .max()
                .orElse(0);
        drill.measurements().forEach(measurement -> lines.addAll(measurement(measurement, width)));
        if (!drill.timeline().samples().isEmpty()) {
            lines.addAll(timeline(drill.timeline()));
        }
        drill.notes().forEach(note -> wrapped("note: " + note).forEach(line -> lines.add("      " + line)));
        return lines;
    }

    /** Broken at spaces, so that no line is longer than {@link #TEXT_WIDTH} unless one word is. */
    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > TEXT_WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private String mark(DrillResult drill) {
        return switch (drill.state()) {
            case RAN -> drill.passed() ? style.tick() : style.cross();
            case REFUSED -> style.dash();
            case ABORTED -> style.cross();
        };
    }

    private static String stateWords(DrillResult.State state) {
        return switch (state) {
            case RAN -> "";
            case REFUSED -> "not run: ";
            case ABORTED -> "aborted: ";
        };
    }

    private List<String> measurement(Measurement measurement, int width) {
        String value = String.format("%10s", measurement.valueText());
        String name = String.format("%-" + Math.max(1, width) + "s", measurement.name());
        String budget = measurement
                .budget()
                .map(most -> "  " + bar(measurement, most) + "  of " + DurationText.of(most)
                        + (measurement.passed() ? "" : style.red("  BUDGET MISSED")))
                .orElse("");
        List<String> lines = new ArrayList<>();
        lines.add("      " + name + "  " + (measurement.passed() ? value : style.red(value)) + budget);
        wrapped(measurement.why()).forEach(line -> lines.add("      " + style.faint(line)));
        if (!measurement.stalls().isEmpty()) {
            wrapped("measuring side stalled: " + measurement.stallText())
                    .forEach(line -> lines.add("      " + style.yellow(line)));
        }
        return lines;
    }

    /** The used part of the budget, in eighths of a column. */
    private String bar(Measurement measurement, Duration budget) {
        double used = budget.isZero() ? 1 : measurement.value().toNanos() / (double) budget.toNanos();
        int eighths = (int) Math.round(Math.min(1, used) * BAR_WIDTH * 8);
        String full = "█".repeat(eighths / 8);
        String part = eighths % 8 == 0 ? "" : String.valueOf(BLOCKS.charAt(eighths % 8));
        String rest = "·".repeat(BAR_WIDTH - full.length() - part.length());
        String filled = full + part;
        return (measurement.passed() ? style.green(filled) : style.red(filled)) + style.faint(rest);
    }

    private List<String> timeline(Timeline timeline) {
        Map<String, Integer> servers = new LinkedHashMap<>();
        timeline.samples().stream()
                .filter(sample -> sample.outcome() instanceof Outcome.Answered)
                .map(sample -> ((Outcome.Answered) sample.outcome()).by())
                .sorted()
                .forEach(server -> servers.merge(server, 1, Integer::sum));
        List<String> names = List.copyOf(servers.keySet());
        TimelineCells cells = TimelineCells.of(timeline, STRIP_WIDTH);
        long failed = timeline.samples().stream()
                .filter(sample -> !sample.succeeded())
                .count();
        List<String> lines = new ArrayList<>();
        lines.add("");
        for (String name : names) {
            lines.add("      " + row(cells, name, names.indexOf(name)) + " " + name + " " + servers.get(name));
        }
        lines.add("      " + failures(cells) + " failed " + failed);
        if (!timeline.stalls().isEmpty()) {
            lines.add("      " + stalls(timeline, cells) + " measuring side stalled");
        }
        lines.add("      " + ruler(timeline, cells));
        lines.addAll(marks(timeline));
        return lines;
    }

    /** One row per real server; the height shows its share of the requests in that cell. */
    private String row(TimelineCells cells, String server, int index) {
        StringBuilder row = new StringBuilder();
        for (TimelineCells.Cell cell : cells.cells()) {
            int count = cell.answers().getOrDefault(server, 0);
            String levels = "▁▂▃▄▅▆▇█";
            int level = cell.sent() == 0 ? 0 : Math.min(7, count * 8 / cell.sent());
            row.append(count == 0 ? ' ' : levels.charAt(level));
        }
        return style.series(index, row.toString());
    }

    private String failures(TimelineCells cells) {
        StringBuilder row = new StringBuilder();
        cells.cells().forEach(cell -> row.append(cell.failed() > 0 ? '╳' : cell.sent() == 0 ? ' ' : '─'));
        return style.red(row.toString().replace('─', ' '));
    }

    private String stalls(Timeline timeline, TimelineCells cells) {
        StringBuilder row = new StringBuilder(" ".repeat(STRIP_WIDTH));
        for (Stall stall : timeline.stalls()) {
            for (int cell = cells.cellAt(stall.from()); cell <= cells.cellAt(stall.until()); cell++) {
                row.setCharAt(cell, '░');
            }
        }
        return style.yellow(row.toString());
    }

    private String ruler(Timeline timeline, TimelineCells cells) {
        StringBuilder ruler = new StringBuilder("─".repeat(STRIP_WIDTH));
        for (int index = 0; index < timeline.marks().size(); index++) {
            ruler.setCharAt(cells.cellAt(timeline.marks().get(index).at()), (char) ('①' + index));
        }
        return style.faint(ruler + " " + DurationText.of(timeline.length()));
    }

    private static List<String> marks(Timeline timeline) {
        List<String> lines = new ArrayList<>();
        for (int index = 0; index < timeline.marks().size(); index++) {
            Timeline.Mark mark = timeline.marks().get(index);
            lines.add("      " + (char) ('①' + index) + " " + DurationText.of(mark.at()) + "  " + mark.label());
        }
        return lines;
    }

    private List<String> afterwards(List<CheckResult> results) {
        List<CheckResult> failed = results.stream().filter(CheckResult::failed).toList();
        if (failed.isEmpty()) {
            return List.of(style.bold("Afterwards") + "  " + style.tick() + " everything is back: all " + results.size()
                    + " checks pass again");
        }
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("Afterwards") + "  " + style.red("not everything is back"));
        failed.forEach(result -> lines.addAll(check(result)));
        return lines;
    }

    private String verdict(Report report) {
        if (report.passed()) {
            return style.green(style.bold("PASSED")) + "  "
                    + (report.drills().isEmpty() ? "all checks" : "all checks, and all drills within budget");
        }
        long checks = report.checks().stream().filter(CheckResult::failed).count()
                + report.afterwards().stream().filter(CheckResult::failed).count();
        long drills = report.drills().stream().filter(drill -> !drill.passed()).count();
        String ofDrills = report.drills().isEmpty()
                ? ""
                : ", " + drills + " of " + report.drills().size() + " drills not passed";
        return style.red(style.bold("FAILED")) + "  " + checks + (checks == 1 ? " check" : " checks") + " failed"
                + ofDrills;
    }
}
