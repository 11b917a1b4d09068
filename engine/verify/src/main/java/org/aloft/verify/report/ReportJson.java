package org.aloft.verify.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.aloft.verify.check.CheckResult;
import org.aloft.verify.probe.Outcome;
import org.aloft.verify.probe.Sample;
import org.aloft.verify.probe.Stall;
import org.aloft.verify.probe.Timeline;

/** The report as JSON, format 1. Times are in milliseconds; those of the time line with one decimal. */
public final class ReportJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportJson() {}

    /**
     * The document, ending with a newline.
     *
     * @param version of Aloft
     */
    public static String render(Report report, String version) {
        return tree(report, version).toPrettyString() + "\n";
    }

    /**
     * The same, for a caller who has more to say.
     *
     * @param version of Aloft
     */
    public static ObjectNode tree(Report report, String version) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", 1);
        root.put("aloft_version", version);
        root.put("cluster", report.cluster());
        root.put("passed", report.passed());
        root.put("started", report.started().toString());
        root.put("took_ms", report.took().toMillis());
        root.put("from", report.from());
        ObjectNode versions = root.putObject("versions");
        report.versions().forEach(versions::put);
        checks(root.putArray("checks"), report.checks());
        ArrayNode drills = root.putArray("drills");
        report.drills().forEach(drill -> drill(drills.addObject(), drill));
        checks(root.putArray("afterwards"), report.afterwards());
        return root;
    }

    private static void checks(ArrayNode array, List<CheckResult> results) {
        for (CheckResult result : results) {
            array.addObject()
                    .put("id", result.id())
                    .put("title", result.title())
                    .put("subject", result.subject())
                    .put("verdict", result.verdict().name().toLowerCase(Locale.ROOT))
                    .put("seen", result.seen())
                    .put("expected", result.expected())
                    .put("fix", result.fix());
        }
    }

    private static void drill(ObjectNode node, DrillResult drill) {
        node.put("id", drill.id());
        node.put("title", drill.title());
        node.put("target", drill.target());
        node.put("state", drill.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        node.put("reason", drill.reason());
        node.put("passed", drill.passed());
        ArrayNode measurements = node.putArray("measurements");
        for (Measurement measurement : drill.measurements()) {
            ObjectNode entry = measurements.addObject();
            entry.put("name", measurement.name());
            entry.put("value_ms", measurement.value().toMillis());
            measurement.budget().ifPresent(budget -> entry.put("budget_ms", budget.toMillis()));
            entry.put("ended", measurement.ended());
            entry.put("passed", measurement.passed());
            entry.put("why", measurement.why());
            stalls(entry.putArray("stalls"), measurement.stalls());
        }
        timeline(node.putObject("timeline"), drill.timeline());
        ArrayNode notes = node.putArray("notes");
        drill.notes().forEach(notes::add);
    }

    private static void timeline(ObjectNode node, Timeline timeline) {
        node.put("interval_ms", timeline.interval().toMillis());
        node.put("not_sent", timeline.notSent());
        ArrayNode marks = node.putArray("marks");
        timeline.marks().forEach(mark -> marks.addObject()
                .put("at_ms", millis(mark.at().toNanos()))
                .put("label", mark.label()));
        stalls(node.putArray("stalls"), timeline.stalls());
        ArrayNode samples = node.putArray("samples");
        for (Sample sample : timeline.samples()) {
            ObjectNode entry = samples.addObject();
            entry.put("sent_ms", millis(sample.sentAt().toNanos()));
            entry.put("done_ms", millis(sample.doneAt().toNanos()));
            if (sample.outcome() instanceof Outcome.Answered answered) {
                entry.put("by", answered.by());
            } else if (sample.outcome() instanceof Outcome.Failed failed) {
                entry.put("failed", failed.reason());
            }
        }
    }

    private static void stalls(ArrayNode array, List<Stall> stalls) {
        stalls.forEach(stall -> array.addObject()
                .put("where", stall.where())
                .put("from_ms", millis(stall.from().toNanos()))
                .put("until_ms", millis(stall.until().toNanos())));
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 100_000.0) / 10.0;
    }
}
