package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code apply --json} writes: every line as the schema says, the plan first, a summary last, one exit code. */
@Timeout(60)
class ApplyJsonTest extends OnHostsInMemory {
    @Test
    void shouldTellEachStepWhenItIsDoneAndThatNothingIsLeft() {
        Invocation first = apply();
        Invocation second = apply();

        List<JsonNode> lines = lines(first, ExitCode.DONE);
        assertThat(events(lines))
                .startsWith("plan", "wave_started")
                .contains("step_started", "step_done", "host_done")
                .endsWith("summary");
        assertThat(lines).allSatisfy(line -> assertThat(line.get("at").asText()).isEqualTo("2026-01-02T03:04:05.678Z"));
        JsonNode summary = last(lines);
        assertThat(summary.get("changed").asBoolean()).isTrue();
        assertThat(summary.get("steps").asInt()).isEqualTo(3);
        assertThat(summary.get("steps_done").asInt()).isEqualTo(3);
        assertThat(summary.get("hosts")).hasSize(2);
        assertThat(state(summary, "web1")).isEqualTo("done");
        assertThat(summary.get("failures")).isEmpty();
        assertThat(hosts.host("web1").files).containsEntry("/srv/b", "two\n");
        assertThat(first.err()).isEmpty();

        List<JsonNode> nothing = lines(second, ExitCode.DONE);
        assertThat(events(nothing)).containsExactly("plan", "summary");
        assertThat(nothing.get(0).at("/plan/changes").asBoolean()).isFalse();
        assertThat(last(nothing).get("changed").asBoolean()).isFalse();
    }

    @Test
    void shouldSayWhatWouldBeDoneAndDoNothing() {
        List<JsonNode> lines = lines(aloft(onWebServers("apply", "--check", "--json")), ExitCode.DONE);

        assertThat(events(lines)).containsExactly("plan", "summary");
        assertThat(lines.get(0).at("/plan/changes").asBoolean()).isTrue();
        assertThat(state(last(lines), "web1")).isEqualTo("not_begun");
        assertThat(hosts.host("web1").files).isEmpty();
    }

    @Test
    void shouldNameHostStepAndWordsOfAStepThatFailed() {
        hosts.host("web1").failure = "sh: /srv: read-only file system\nsecond line";

        List<JsonNode> lines = lines(apply(), ExitCode.FAILED);

        assertThat(events(lines)).contains("host_failed");
        JsonNode failure = onlyFailure(lines, "step");
        assertThat(failure.get("host").asText()).isEqualTo("web1");
        assertThat(failure.get("during").asText()).isEqualTo("/srv/a");
        assertThat(failure.get("said").asText()).isEqualTo("sh: /srv: read-only file system\nsecond line");
        assertThat(failure.get("fix").asText()).contains("aloft apply again");
        assertThat(state(last(lines), "web1")).isEqualTo("failed");
        assertThat(state(last(lines), "web2")).isEqualTo("done");
        assertThat(last(lines).get("changed").asBoolean()).isTrue();
    }

    @Test
    void shouldSayWhoHoldsTheLease() {
        hosts.host("web2").leaseHolder = "bob@there";

        List<JsonNode> lines = lines(apply(), ExitCode.FAILED);

        assertThat(events(lines)).containsExactly("plan", "host_failed", "summary");
        JsonNode failure = onlyFailure(lines, "locked");
        assertThat(failure.get("said").asText())
                .isEqualTo("another run is changing web2: bob@there, since 2026-01-02T03:04:05Z");
        assertThat(last(lines).get("changed").asBoolean()).isFalse();
        assertThat(state(last(lines), "web1")).isEqualTo("not_begun");
    }

    @Test
    void shouldExitWithFourWhenAConnectionBreaks() {
        hosts.host("web1").breaks = true;

        List<JsonNode> lines = lines(apply(), ExitCode.UNREACHABLE);

        assertThat(onlyFailure(lines, "connection").get("host").asText()).isEqualTo("web1");
    }

    @Test
    void shouldExitWithFiveAndNameTheStepsThatAHostHasUndone() {
        hosts.host("web1").undoesByItself = true;

        List<JsonNode> lines = lines(apply(), ExitCode.REVERTED);

        JsonNode failure = onlyFailure(lines, "reverted");
        assertThat(failure.get("host").asText()).isEqualTo("web1");
        assertThat(failure.get("said").asText()).isEqualTo("undone: /srv/b\nstays: /srv/a");
        JsonNode reverted = lines.stream()
                .filter(line -> line.get("event").asText().equals("host_reverted"))
                .findFirst()
                .orElseThrow();
        assertThat(reverted.at("/undone/0").asText()).isEqualTo("/srv/b");
        assertThat(reverted.at("/stays/0").asText()).isEqualTo("/srv/a");
        assertThat(state(last(lines), "web1")).isEqualTo("reverted");
        assertThat(state(last(lines), "web2")).isEqualTo("done");
    }

    @Test
    void shouldTellAPersonWhatIsUndone() {
        hosts.host("web1").undoesByItself = true;

        Invocation told = aloft(onWebServers("apply", "--yes"));

        assertThat(told.status()).isEqualTo(ExitCode.REVERTED.status());
        assertThat(told.err()).contains("web1", "undone: /srv/b", "stays: /srv/a", "run aloft apply again");
    }

    @Test
    void shouldUndoWhatAnEarlierRunHasLeftBeforeItPlans() {
        hosts.host("web2").unconfirmed = true;

        Invocation shown = aloft(onWebServers("plan"));
        Invocation checked = aloft(onWebServers("apply", "--check"));

        assertThat(shown.out()).contains("a change that nobody has confirmed is on it");
        assertThat(checked.out()).contains("a change that nobody has confirmed is on it");
        assertThat(hosts.host("web2").unconfirmed).isTrue();

        Invocation applied = apply();

        lines(applied, ExitCode.DONE);
        assertThat(applied.err()).contains("web2 has undone what an earlier run had left there unconfirmed");
        assertThat(hosts.host("web2").unconfirmed).isFalse();
    }

    @Test
    void shouldRefuseATimeThatIsTooShortOrTooLong() {
        for (String seconds : List.of("59", "3601", "-1")) {
            Invocation told = aloft(onWebServers("apply", "--yes", "--confirm-within=" + seconds));

            assertThat(told.status()).isEqualTo(ExitCode.USAGE.status());
            assertThat(told.err()).contains("--confirm-within must be 60 to 3600 seconds: " + seconds);
        }
        assertThat(hosts.host("web1").files).isEmpty();
    }

    @Test
    void shouldChangeTheOthersWhereAHostIsDownAndNameIt() {
        hosts.host("web1").down = true;

        List<JsonNode> lines = lines(apply(), ExitCode.UNREACHABLE);

        JsonNode failure = onlyFailure(lines, "unreachable");
        assertThat(failure.get("host").asText()).isEqualTo("web1");
        assertThat(failure.get("said").asText()).isEqualTo("web1 does not answer");
        assertThat(failure.get("fix").asText()).isEqualTo("switch it on");
        assertThat(state(last(lines), "web2")).isEqualTo("done");
    }

    @Test
    void shouldNameAHostThatNothingCanBePlannedFor() {
        hosts.host("web1").user = 1000;

        List<JsonNode> lines = lines(apply(), ExitCode.FAILED);

        JsonNode failure = onlyFailure(lines, "refused");
        assertThat(failure.get("host").asText()).isEqualTo("web1");
        assertThat(failure.get("said").asText()).contains("did not run as root");
    }

    @Test
    void shouldEndWithASummaryWhenItIsInterrupted() throws InterruptedException {
        hosts.host("web1").hangs = true;
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        AtomicInteger status = new AtomicInteger(-1);
        Thread command = new Thread(() -> status.set(Aloft.run(
                Invocation.notATerminal(out, err), surroundings(), onWebServers("apply", "--yes", "--json"))));
        command.start();
        hosts.host("web1").applying.await();

        command.interrupt();
        command.join();

        Invocation interrupted = new Invocation(status.get(), out.toString(), err.toString());
        List<JsonNode> lines = lines(interrupted, ExitCode.INTERRUPTED);
        JsonNode failure = onlyFailure(lines, "interrupted");
        assertThat(failure.has("host")).isFalse();
        assertThat(failure.get("fix").asText()).isEqualTo("aloft plan shows what is left to do");
        assertThat(state(last(lines), "web1")).isEqualTo("begun");
        assertThat(interrupted.err()).contains("aloft: interrupted");
    }

    @Test
    void shouldNotAskWhereAMachineReads() {
        Invocation told = aloft("apply", topology.toString(), "--json");

        assertThat(told.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(Schema.ERROR.holds(told.out()).at("/error/fix").asText()).contains("aloft apply --yes --json");
    }

    private static List<JsonNode> lines(Invocation told, ExitCode exitCode) {
        assertThat(told.status()).as(told.toString()).isEqualTo(exitCode.status());
        List<JsonNode> lines = Schema.APPLY.holdsLines(told.out());
        assertThat(events(lines)).as(told.toString()).startsWith("plan").endsWith("summary");
        assertThat(last(lines).get("exit_code").asInt()).isEqualTo(told.status());
        return lines;
    }

    private static JsonNode onlyFailure(List<JsonNode> lines, String kind) {
        JsonNode failures = last(lines).get("failures");
        assertThat(failures).as(failures.toString()).hasSize(1);
        assertThat(failures.get(0).get("kind").asText()).isEqualTo(kind);
        return failures.get(0);
    }

    private static List<String> events(List<JsonNode> lines) {
        return lines.stream().map(line -> line.get("event").asText()).toList();
    }

    private static JsonNode last(List<JsonNode> lines) {
        return lines.get(lines.size() - 1);
    }

    private static String state(JsonNode summary, String host) {
        for (JsonNode each : summary.get("hosts")) {
            if (each.get("host").asText().equals(host)) {
                return each.get("state").asText();
            }
        }
        throw new AssertionError(host + " is not in " + summary);
    }
}
