package org.aloft.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportFormsTest {
    @Test
    void shouldWriteOneHtmlFileThatLoadsNothing() throws IOException {
        String page = ReportHtml.render(ReportExamples.passed(), ZoneOffset.UTC);
        Files.writeString(Path.of("target/report-passed.html"), page);
        assertThat(page)
                .contains("fails over within its budget", "3.7 s", "everything is back")
                .doesNotContain("http://", "https://", "<script", "url(");
    }

    @Test
    void shouldEscapeWhatHostsSay() throws IOException {
        String page = ReportHtml.render(ReportExamples.failed(), ZoneOffset.UTC);
        Files.writeString(Path.of("target/report-failed.html"), page);
        assertThat(page).contains("&lt;b&gt;web &amp; co&lt;/b&gt;").doesNotContain("<b>web");
    }

    @Test
    void shouldPrintEveryMeasurementBesideItsBudget() throws IOException {
        String text = new ReportText(false).render(ReportExamples.passed());
        Files.writeString(Path.of("target/report.txt"), text);
        assertThat(text)
                .contains("failover to the standby", "3.7 s", "of 4 s", "everything is back", "PASSED")
                .doesNotContain("\u001b");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }

    @Test
    void shouldSayWhatFailedAndTheWayOut() {
        String text = new ReportText(true).render(ReportExamples.failed());
        assertThat(text).contains("do this:", "aloft apply", "BUDGET MISSED", "not run: ", "FAILED", "\u001b[31m");
    }

    @Test
    void shouldGiveMachinesEverySample() throws IOException {
        JsonNode json = new ObjectMapper().readTree(ReportJson.render(ReportExamples.passed(), "1.2.3"));
        assertThat(json.path("format").asInt()).isEqualTo(1);
        assertThat(json.path("aloft_version").asText()).isEqualTo("1.2.3");
        assertThat(json.path("passed").asBoolean()).isTrue();
        JsonNode crash = json.path("drills").get(1);
        assertThat(crash.path("measurements").get(0).path("value_ms").asInt()).isEqualTo(3640);
        assertThat(crash.path("timeline").path("samples")).hasSize(34 * 25);
        assertThat(crash.path("timeline").path("samples").get(40).path("failed").asText())
                .isEqualTo("no answer");
    }

    @Test
    void shouldNameEveryFieldInSnakeCase() throws IOException {
        JsonNode report = new ObjectMapper().readTree(ReportJson.render(ReportExamples.passed(), "1.2.3"));
        assertThat(names(report)).contains("took_ms", "budget_ms").allMatch(name -> name.matches("[a-z]+(_[a-z]+)*"));
    }

    @Test
    void shouldSayBesideAGapWhenTheMeasuringSideItselfStoodStill() throws IOException {
        String words = "client twice, 1.1 s in all, the longest 900 ms at 3 s; this machine for 340 ms at 2.1 s";
        assertThat(new ReportText(false).render(ReportExamples.failed()).replaceAll("\\s+", " "))
                .contains("measuring side stalled: " + words, "░")
                .contains("BUDGET MISSED");
        assertThat(ReportHtml.render(ReportExamples.failed(), ZoneOffset.UTC))
                .contains("Measuring side stalled: " + words, "class=\"stall\"", "this machine stalled for");
        assertThat(ReportHtml.render(ReportExamples.passed(), ZoneOffset.UTC)).doesNotContain("stalled");
        JsonNode drill = new ObjectMapper()
                .readTree(ReportJson.render(ReportExamples.failed(), "1.2.3"))
                .path("drills")
                .path(1);
        assertThat(drill.at("/measurements/0/passed").asBoolean()).isFalse();
        assertThat(drill.at("/measurements/0/stalls/1/where").asText()).isEqualTo("this machine");
        assertThat(drill.at("/timeline/stalls/2/until_ms").asInt()).isEqualTo(3900);
    }

    @Test
    void shouldDrawStallsWithinTheChart() {
        List<MatchResult> bands = Pattern.compile("class=\"stall\" x=\"([0-9.]+)\" y=\"58\" width=\"([0-9.]+)\"")
                .matcher(ReportHtml.render(ReportExamples.failed(), ZoneOffset.UTC))
                .results()
                .toList();
        assertThat(bands).hasSize(4).allSatisfy(band -> assertThat(
                        Double.parseDouble(band.group(1)) + Double.parseDouble(band.group(2)))
                .isLessThanOrEqualTo(TimelineChart.WIDTH - 16 + 0.1));
    }

    /** The names of all fields, but of those that are data: a version's is a host's name. */
    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            names.add(field.getKey());
            if (!field.getKey().equals("versions")) {
                names.addAll(names(field.getValue()));
            }
        }
        if (node.isArray()) {
            node.forEach(element -> names.addAll(names(element)));
        }
        return names;
    }
}
