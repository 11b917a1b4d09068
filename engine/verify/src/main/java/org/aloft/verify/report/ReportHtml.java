package org.aloft.verify.report;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.aloft.plan.show.DurationText;
import org.aloft.plan.show.Style;
import org.aloft.verify.check.CheckResult;

/** The report as one self-contained HTML file with inline SVG, in a light and a dark theme. */
public final class ReportHtml {
    private static final Configuration TEMPLATES = templates();

    private ReportHtml() {}

    /**
     * Renders the page.
     *
     * @param zone for times of day
     */
    public static String render(Report report, ZoneId zone) {
        Map<String, Object> model = Map.of(
                "report", report,
                "passed", report.passed(),
                "started",
                        DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm:ss z", Locale.ENGLISH)
                                .format(report.started().atZone(zone.equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone)),
                "took", DurationText.of(report.took()),
                "checks", report.checks().stream().map(CheckRow::of).toList(),
                "checksBad", countFailed(report.checks()),
                "afterwards", report.afterwards().stream().map(CheckRow::of).toList(),
                "afterwardsBad", countFailed(report.afterwards()),
                "drills", report.drills().stream().map(DrillView::of).toList(),
                "headline", headline(report));
        StringWriter page = new StringWriter();
        try {
            TEMPLATES.getTemplate("report.ftlh").process(model, page);
        } catch (IOException | TemplateException broken) {
            throw new IllegalStateException("Aloft's own report template is broken: " + broken.getMessage(), broken);
        }
        return page.toString();
    }

    /** The measurements on top: all that have a budget. */
    private static List<MeasurementView> headline(Report report) {
        return report.drills().stream()
                .flatMap(drill -> drill.measurements().stream())
                .filter(measurement -> measurement.budget().isPresent())
                .map(MeasurementView::of)
                .toList();
    }

    private static long countFailed(List<CheckResult> results) {
        return results.stream().filter(CheckResult::failed).count();
    }

    private static Configuration templates() {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setClassForTemplateLoading(ReportHtml.class, "/org/aloft/verify/report");
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("computer");
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        return configuration;
    }

    /** A check for the template. */
    public record CheckRow(
            String mark, String kind, String subject, String title, String seen, String expected, String fix) {
        static CheckRow of(CheckResult result) {
            String kind = result.verdict().name().toLowerCase(Locale.ROOT);
            String mark =
                    switch (result.verdict()) {
                        case PASSED -> Style.PLAIN.tick();
                        case FAILED -> Style.PLAIN.cross();
                        case SKIPPED -> Style.PLAIN.dash();
                    };
            return new CheckRow(
                    mark, kind, result.subject(), result.title(), result.seen(), result.expected(), result.fix());
        }
    }

    /** A measurement for the template; bar widths in percent of a scale that fits value and budget. */
    public record MeasurementView(
            String name,
            String value,
            String budget,
            boolean passed,
            String why,
            String stalls,
            double valuePercent,
            double budgetPercent) {
        static MeasurementView of(Measurement measurement) {
            double value = measurement.value().toNanos();
            double budget = measurement.budget().map(Duration::toNanos).orElse(0L);
            double scale = Math.max(1, Math.max(value, budget) * 1.08);
            return new MeasurementView(
                    measurement.name(),
                    measurement.valueText(),
                    measurement.budget().map(DurationText::of).orElse(""),
                    measurement.passed(),
                    measurement.why(),
                    measurement.stallText(),
                    percent(value, scale),
                    percent(budget, scale));
        }

        private static double percent(double value, double scale) {
            return Math.round(value / scale * 1000) / 10.0;
        }
    }

    /** A drill for the template. */
    public record DrillView(
            String kind,
            String mark,
            String state,
            String title,
            String target,
            String reason,
            List<MeasurementView> measurements,
            List<String> notes,
            TimelineChart chart) {
        static DrillView of(DrillResult drill) {
            String kind = drill.passed() ? "passed" : drill.state() == DrillResult.State.REFUSED ? "skipped" : "failed";
            String state =
                    switch (drill.state()) {
                        case RAN -> drill.passed() ? "within budget" : "budget missed";
                        case REFUSED -> "not run";
                        case ABORTED -> "aborted";
                    };
            return new DrillView(
                    kind,
                    mark(drill),
                    state,
                    drill.title(),
                    drill.target(),
                    drill.reason(),
                    drill.measurements().stream().map(MeasurementView::of).toList(),
                    Stream.concat(resolution(drill), drill.notes().stream()).toList(),
                    TimelineChart.of(drill));
        }

        private static String mark(DrillResult drill) {
            return switch (drill.state()) {
                case RAN -> drill.passed() ? Style.PLAIN.tick() : Style.PLAIN.cross();
                case REFUSED -> Style.PLAIN.dash();
                case ABORTED -> Style.PLAIN.cross();
            };
        }

        private static Stream<String> resolution(DrillResult drill) {
            return drill.timeline().samples().isEmpty()
                    ? Stream.empty()
                    : Stream.of("One request every "
                            + DurationText.of(drill.timeline().interval())
                            + ". A gap runs from the last answered request before it "
                            + "to the first answered one after it.");
        }
    }
}
