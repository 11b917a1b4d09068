package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.verify.check.CheckResult;
import org.aloft.verify.drill.DrillKind;
import org.aloft.verify.probe.Outcome;
import org.aloft.verify.probe.Sample;
import org.aloft.verify.probe.Stall;
import org.aloft.verify.probe.Timeline;
import org.aloft.verify.report.DrillResult;
import org.aloft.verify.report.Measurement;
import org.aloft.verify.report.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code --json}, standard output holds one document that is as its schema says, and nothing else. */
@Timeout(60)
class JsonDocumentsTest extends OnHostsInMemory {
    private static final Path EXAMPLE =
            Path.of(System.getProperty("aloft.home"), "inventories/lvs-dr").toAbsolutePath();

    @Test
    void shouldCountWhatATopologyHasAndListWarnings() throws IOException {
        JsonNode found = Schema.VALIDATE.holds(
                aloft("validate", "--json", EXAMPLE.toString()).out());
        assertThat(found.get("hosts").asInt()).isEqualTo(5);
        assertThat(found.get("instances").asInt()).isEqualTo(1);
        assertThat(found.get("services").asInt()).isEqualTo(1);
        assertThat(found.get("topology").asText()).endsWith("topology.yml");
        assertThat(found.get("warnings")).isEmpty();
    }

    @Test
    void shouldGiveEveryMistakeItsPlaceAndItsWayOut() throws IOException {
        Files.copy(EXAMPLE.resolve("hosts.ini"), folder.resolve("example.ini"));
        Files.writeString(
                topology,
                Files.readString(EXAMPLE.resolve("topology.yml"))
                        .replace("hosts.ini", "example.ini")
                        .replace("scheduler: rr", "schedular: rr")
                        .replace("lvs1: 100", "lvs1: 300"));

        for (String command : List.of("validate", "plan", "verify", "status", "apply --yes")) {
            List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
            line.addAll(List.of("--json", topology.toString()));
            Invocation told = aloft(line.toArray(String[]::new));

            JsonNode error = error(told, ExitCode.USAGE);
            assertThat(error.get("message").asText()).isEqualTo("2 mistakes in what was read; no host was contacted");
            assertThat(error.get("mistakes")).hasSize(2);
            JsonNode first = error.at("/mistakes/0");
            assertThat(first.get("file").asText()).isEqualTo(topology.toString());
            assertThat(first.get("line").asInt()).isEqualTo(9);
            assertThat(first.get("column").asInt()).isEqualTo(21);
            assertThat(first.get("message").asText()).contains("instances.VI_1.members.lvs1", "priority=300");
            assertThat(first.get("fix").asText()).isNotEmpty();
            assertThat(told.err()).as("people read it as well").contains(topology + ":9:21: ", "schedular");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan --json --jsn          | Unknown option: '--jsn'     | did you mean",
                "status --forks many --json | 'many' is not an int        | aloft status --help",
                "apply HERE --json          | cannot ask for confirmation | aloft apply --yes --json",
                "plan HERE --json -l lvs3   | --limit lvs3: no host and no group is called lvs3 | Did you mean `lvs1`?",
                "verify HERE --json --drill fire | there is no drill called fire | they are handover",
                "validate HERE -k --json    | there is no terminal        | use a key"
            })
    void shouldSayInADocumentWhatIsWrongWithACommandLine(String line, String what, String wayOut) {
        Invocation told = aloft(line.replace("HERE", folder.toString()).split(" +", -1));

        JsonNode error = error(told, ExitCode.USAGE);
        assertThat(error.get("message").asText()).contains(what);
        assertThat(error.get("fix").asText()).contains(wayOut);
        assertThat(error.get("mistakes")).isEmpty();
        assertThat(told.err()).startsWith("aloft: ").contains(what);
    }

    @Test
    void shouldWriteNoDocumentForACommandThatHasNone() {
        assertThat(aloft("lab", "up", "--json").out()).isEmpty();
        assertThat(aloft("plan", "--jsn").out()).isEmpty();
    }

    @Test
    void shouldGiveAFileBeforeAndAfter() {
        hosts.host("web1").files.put("/srv/a", "zero\n");

        JsonNode plan = plan();

        JsonNode update = step(plan, "update");
        assertThat(update.get("before").asText()).isEqualTo("zero\n");
        assertThat(update.get("after").asText()).isEqualTo("one\n");
        assertThat(update.get("diff").asText()).contains("-zero\n+one\n");
        JsonNode create = step(plan, "create");
        assertThat(create.get("before").asText()).isEmpty();
        assertThat(create.get("after").asText()).isNotEmpty();
    }

    @Test
    void shouldPlanTheOthersWhereHostsAreDownOrRefused() {
        hosts.host("web1").down = true;
        hosts.host("web2").user = 1000;

        Invocation told = aloft(onWebServers("plan", "--json"));

        JsonNode plan = Schema.PLAN.holds(told.out());
        assertThat(told.status()).isEqualTo(ExitCode.UNREACHABLE.status());
        assertThat(plan.at("/unreachable/0/host").asText()).isEqualTo("web1");
        assertThat(plan.at("/refusals/0/host").asText()).isEqualTo("web2");
        assertThat(plan.get("changes").asBoolean()).isFalse();
        assertThat(plan.get("impact")).isEmpty();
    }

    /** The classic cluster, from nothing; its password is in the topology and in a file of a host's own. */
    @ParameterizedTest
    @ValueSource(strings = {"plan --json", "apply --check --json", "status --json", "verify --checks --json"})
    void shouldKeepThePasswordOutOfEveryDocument(String command) throws IOException {
        Path other = Files.createDirectories(folder.resolve("classic"));
        Files.copy(EXAMPLE.resolve("hosts.ini"), other.resolve("hosts.ini"));
        Files.writeString(
                other.resolve("topology.yml"),
                Files.readString(EXAMPLE.resolve("topology.yml"))
                        .replace("password: abc123", "password: s3cr3t-1")
                        .replace("{{ inventory_hostname }}", "pass s3cr3t-1 of {{ inventory_hostname }}"));
        hosts.host("web1").files.put("/var/www/html/index.html", "pass s3cr3t-0 of web1\n");
        List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
        line.addAll(List.of(other.toString()));
        if (command.startsWith("verify")) {
            line.addAll(List.of("--report", folder.resolve("report").toString()));
        }

        Invocation told = aloft(line.toArray(String[]::new));

        assertThat(told.out()).startsWith("{").doesNotContain("s3cr3t");
        assertThat(told.err()).doesNotContain("s3cr3t");
        switch (command) {
            case "plan --json" ->
                assertThat(Schema.PLAN
                                .holds(told.out())
                                .at("/waves/0/batches/0/steps")
                                .toString())
                        .contains("pass ******** of web1");
            case "apply --check --json" -> Schema.APPLY.holdsLines(told.out());
            case "status --json" -> Schema.STATUS.holds(told.out());
            default -> {
                JsonNode report = Schema.VERIFY.holds(told.out());
                assertThat(Path.of(report.at("/report/json").asText())).isAbsolute();
                Schema.VERIFY.holds(
                        Files.readString(Path.of(report.at("/report/json").asText())));
                assertThat(Path.of(report.at("/report/html").asText())).exists();
            }
        }
    }

    @Test
    void shouldFailBeforeAnyDrillWhereTheReportCannotBeKept() throws IOException {
        Path file = Files.writeString(folder.resolve("report"), "a file");

        JsonNode error =
                error(aloft("verify", topology.toString(), "--json", "--report", file.toString()), ExitCode.FAILED);

        assertThat(error.get("fix").asText()).contains("--report");
    }

    @Test
    void shouldWriteAReportWithAllThatADrillCanHave() throws Exception {
        Report report = report();

        JsonNode document =
                Schema.VERIFY.holds(ReportFolder.make(folder.resolve("report")).document(report));

        assertThat(document.at("/drills/0/timeline/samples")).hasSize(2);
        assertThat(document.at("/drills/0/measurements/0/budget_ms").asInt()).isEqualTo(4000);
    }

    private static Report report() {
        Stall stall = new Stall(Stall.HERE, Duration.ofMillis(100), Duration.ofMillis(300));
        Timeline timeline = new Timeline(
                Duration.ofMillis(20),
                List.of(
                        new Sample(Duration.ZERO, Duration.ofMillis(1), new Outcome.Answered("web1")),
                        new Sample(Duration.ofMillis(20), Duration.ofMillis(30), new Outcome.Failed("refused"))),
                List.of(new Timeline.Mark(Duration.ofMillis(10), "power cut")),
                List.of(stall),
                0);
        Measurement measured = new Measurement(
                "failover",
                Duration.ofMillis(3600),
                Optional.of(Duration.ofSeconds(4)),
                true,
                "as expected",
                List.of(stall));
        DrillResult drill = new DrillResult(
                DrillKind.all().get(0).id(),
                "title",
                "lvs1",
                DrillResult.State.RAN,
                "",
                List.of(measured),
                timeline,
                List.of("a note"));
        CheckResult check = new CheckResult(
                "one-holder", "one holder", "192.0.2.9", CheckResult.Verdict.FAILED, "none", "one", "start it");
        return new Report(
                "classic",
                NOW,
                Duration.ofSeconds(9),
                "client",
                Map.of("aloft", "0.1.0"),
                List.of(check),
                List.of(drill, DrillResult.refused("crash", "title", "lvs1", "not healthy")),
                List.of());
    }

    @ParameterizedTest
    @EnumSource(Schema.class)
    void shouldAllowNoKeyThatTheSchemaDoesNotName(Schema schema) {
        ObjectNode document = schema.text().deepCopy();
        document.removeAll();

        assertThat(schema.mistakes(document)).isNotEmpty();
        assertThat(schema.text().findValuesAsText("type")).contains("object");
        assertThat(objects(schema.text())).allSatisfy(object -> assertThat(object.has("additionalProperties"))
                .as(object.toString())
                .isTrue());
    }

    /** Every part of a schema that describes an object. */
    private static List<JsonNode> objects(JsonNode schema) {
        List<JsonNode> found = new ArrayList<>();
        if (schema.path("type").asText().equals("object")) {
            found.add(schema);
        }
        schema.forEach(part -> found.addAll(objects(part)));
        return found;
    }

    private JsonNode plan() {
        Invocation told = aloft(onWebServers("plan", "--json"));
        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(told.err()).isEmpty();
        return Schema.PLAN.holds(told.out());
    }

    private static JsonNode step(JsonNode plan, String action) {
        for (JsonNode step : plan.findValues("steps").get(0)) {
            if (step.get("action").asText().equals(action)) {
                return step;
            }
        }
        throw new AssertionError("no step of " + plan + " is " + action);
    }

    private static JsonNode error(Invocation told, ExitCode exitCode) {
        assertThat(told.status()).as(told.toString()).isEqualTo(exitCode.status());
        JsonNode error = Schema.ERROR.holds(told.out()).get("error");
        assertThat(error.get("exit_code").asInt()).isEqualTo(told.status());
        return error;
    }
}
