package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code aloft destroy} takes away, asks and refuses; and what its JSON looks like. */
@Timeout(60)
class DestroyTest extends OnHostsInMemory {
    private Invocation destroy(String... options) {
        List<String> line = new java.util.ArrayList<>(List.of("destroy", topology.toString()));
        line.addAll(List.of(options));
        return aloft(line.toArray(String[]::new));
    }

    @Test
    void shouldTakeEverythingAwayAndThenFindNothing() {
        apply();
        hosts.host("web2").files.put("/srv/theirs", "not of Aloft\n");

        Invocation told = destroy("--yes", "--json");

        assertThat(told.status()).as(told.toString()).isZero();
        List<JsonNode> lines = Schema.APPLY.holdsLines(told.out());
        assertThat(lines.get(0).get("event").asText()).isEqualTo("plan");
        JsonNode summary = lines.get(lines.size() - 1);
        assertThat(summary.get("steps_done").asInt()).isEqualTo(3);
        assertThat(summary.get("changed").asBoolean()).isTrue();
        assertThat(hosts.host("web1").files).isEmpty();
        assertThat(hosts.host("web2").files).containsOnlyKeys("/srv/theirs");
        Invocation again = destroy("--yes");
        assertThat(again.status()).as(again.toString()).isZero();
        assertThat(again.out()).startsWith("Nothing to do: nothing of Aloft's is on web1, web2, lvs1, lvs2.");
    }

    @Test
    void shouldFindAHostThatTheTopologyNamesNoMore() throws IOException {
        apply();
        hosts.host("lvs1").manifest("aloft-manifest 2\nmember\tweb2\nfile\t/srv/gone\tsha256=-\twas=absent\n");
        String text = Files.readString(topology);
        Files.writeString(topology, text.substring(0, text.indexOf("  web2:")));

        Invocation told = destroy("--yes");

        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(hosts.host("web1").files).isEmpty();
        assertThat(hosts.host("web2").files).isEmpty();
    }

    @Test
    void shouldOnlyShowWhatItWouldTakeAway() {
        apply();

        Invocation told = destroy("--check");

        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(told.out()).contains("- remove   /srv/a", "3 to remove");
        assertThat(hosts.host("web1").files).containsKey("/srv/a");
    }

    @Test
    void shouldNotGoOnUnasked() {
        apply();

        Invocation told = destroy();
        Invocation document = destroy("--json");

        assertThat(told.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(told.err()).contains("there is no terminal", "aloft destroy --yes does not ask");
        assertThat(document.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(Schema.ERROR.holds(document.out()).at("/error/fix").asText()).contains("aloft destroy --yes --json");
        assertThat(hosts.host("web1").files).containsKey("/srv/a");
    }

    @Test
    void shouldDoNothingWhereAHostCannotBeReached() {
        apply();
        hosts.host("web1").down = true;

        Invocation told = destroy("--yes");
        Invocation document = destroy("--yes", "--json");

        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.UNREACHABLE.status());
        assertThat(told.err()).contains("nothing was done", "web1 does not answer", "aloft destroy --forget web1");
        assertThat(Schema.ERROR.holds(document.out()).at("/error/exit_code").asInt())
                .isEqualTo(ExitCode.UNREACHABLE.status());
        assertThat(hosts.host("web2").files).containsKey("/srv/a");

        Invocation without = destroy("--yes", "--forget", "web1");
        assertThat(without.status()).as(without.toString()).isZero();
        assertThat(hosts.host("web2").files).isEmpty();
    }

    @Test
    void shouldSayWhatToTypeAfterAStepThatFailed() {
        apply();
        hosts.host("web1").failure = "rm: cannot remove '/srv/a': Operation not permitted";

        Invocation told = destroy("--yes");

        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.FAILED.status());
        assertThat(told.err())
                .contains("then run aloft destroy again", "aloft destroy --check shows what is left to do");
    }
}
