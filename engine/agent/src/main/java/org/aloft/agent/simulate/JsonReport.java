package org.aloft.agent.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.aloft.agent.config.text.Position;

/**
 * A {@link Report} as JSON, version 1 of the document in the module's README. Members are only ever added; a reader
 * passes over those that it does not know. Stateless.
 */
final class JsonReport {
    /** Counts up when a member changes its meaning or goes. */
    static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();
    private static final double MILLISECOND = 1e6;
    private static final double MICROSECONDS = 1000;

    private JsonReport() {}

    /** With a line feed at the end. */
    static String of(Report report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.useDefaultPrettyPrinter();
            report(json, report);
            json.writeRaw('\n');
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory does not fail", impossible);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void report(JsonGenerator json, Report report) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", VERSION);
        json.writeBooleanField("fine", report.isFine());
        json.writeNumberField("seeds", report.seeds());
        strings(
                json,
                "files",
                report.cluster().files().stream().map(RouterFile::name).toList());
        json.writeArrayFieldStart("groups");
        for (List<Member> group : report.cluster().groups()) {
            group(json, group);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("trials");
        for (TrialResult result : report.results()) {
            trial(json, report, result);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("findings");
        for (Finding finding : report.findings()) {
            finding(json, finding);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void group(JsonGenerator json, List<Member> group) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("members");
        for (Member member : group) {
            json.writeStartObject();
            json.writeStringField("file", member.file().name());
            json.writeStringField("instance", member.block().name());
            json.writeStringField("interface", member.block().networkInterface());
            json.writeNumberField("virtualRouterId", member.block().virtualRouterId());
            json.writeStringField("family", member.block().wire().family().toString());
            json.writeNumberField("vrrpVersion", member.block().wire().version());
            json.writeNumberField("priority", member.block().election().priority());
            json.writeStringField("address", member.address().getHostAddress());
            json.writeBooleanField("addressAssumed", member.isMadeUp());
            addresses(json, "vips", member.vips());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void trial(JsonGenerator json, Report report, TrialResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("scenario", result.scenario().word());
        json.writeStringField("what", result.trial().describe());
        json.writeArrayFieldStart("vips");
        for (int number = 0; number < result.summaries().size(); number++) {
            json.writeStartObject();
            addresses(json, "addresses", report.cluster().vips().get(number).addresses());
            summary(json, report.cluster(), result.summaries().get(number));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void summary(JsonGenerator json, Cluster cluster, TrialResult.Summary summary) throws IOException {
        strings(json, "before", cluster.names(summary.before()));
        json.writeArrayFieldStart("active");
        for (Map.Entry<Integer, TrialResult.Taker> taker : summary.takers().entrySet()) {
            json.writeStartObject();
            json.writeStringField("file", cluster.files().get(taker.getKey()).name());
            json.writeNumberField("runs", taker.getValue().runs());
            spread(json, "afterMs", taker.getValue().after());
            json.writeEndObject();
        }
        json.writeEndArray();
        spread(json, "nobodyMs", summary.nobody());
        spread(json, "severalMs", summary.several());
    }

    private static void finding(JsonGenerator json, Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", finding.name());
        json.writeBooleanField("breaks", finding.breaks());
        json.writeStringField("message", finding.message());
        json.writeArrayFieldStart("lines");
        for (Position line : finding.lines()) {
            json.writeStartObject();
            json.writeStringField("file", line.file());
            json.writeNumberField("line", line.line());
            json.writeNumberField("column", line.column());
            json.writeEndObject();
        }
        json.writeEndArray();
        strings(json, "trace", finding.trace());
        json.writeEndObject();
    }

    private static void spread(JsonGenerator json, String name, Spread spread) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("least", milliseconds(spread.least()));
        json.writeNumberField("median", milliseconds(spread.median()));
        json.writeNumberField("most", milliseconds(spread.most()));
        json.writeEndObject();
    }

    private static double milliseconds(long nanos) {
        return Math.rint(nanos / MILLISECOND * MICROSECONDS) / MICROSECONDS;
    }

    private static void addresses(JsonGenerator json, String name, List<InetAddress> addresses) throws IOException {
        strings(json, name, addresses.stream().map(InetAddress::getHostAddress).toList());
    }

    private static void strings(JsonGenerator json, String name, List<String> all) throws IOException {
        json.writeArrayFieldStart(name);
        for (String one : all) {
            json.writeString(one);
        }
        json.writeEndArray();
    }
}
