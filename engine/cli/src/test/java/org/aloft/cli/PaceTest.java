package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --serial} and {@code --max-failures}: how many at a time, and what is done and left when hosts fail. */
@Timeout(60)
class PaceTest extends OnHostsInMemory {
    @BeforeEach
    void putThreeRealServersBehindAVip() throws IOException {
        Files.writeString(
                folder.resolve("hosts.ini"), "web3 ansible_host=192.0.2.5\n", java.nio.file.StandardOpenOption.APPEND);
        Files.writeString(topology, TOPOLOGY.substring(0, TOPOLOGY.indexOf("hosts:\n")) + """
                services:
                  web:
                    vip: 192.0.2.100
                    port: 80
                    scheduler: rr
                    forward: dr
                    real_servers: {web1: 1, web2: 1, web3: 1}
                    check: {tcp: {connect_timeout: 3s, retries: 3, delay_before_retry: 1s, delay: 3s}}
                """);
    }

    private static List<JsonNode> lines(Invocation told) {
        return Schema.APPLY.holdsLines(told.out());
    }

    /** The hosts of each wave that was begun. */
    private static List<String> waves(Invocation told) {
        List<String> waves = new ArrayList<>();
        for (JsonNode line : lines(told)) {
            if (line.get("event").asText().equals("wave_started")) {
                waves.add(line.get("hosts").toString().replace("\"", ""));
            }
        }
        return waves;
    }

    private static List<String> hostsOf(String event, Invocation told) {
        return lines(told).stream()
                .filter(line -> line.get("event").asText().equals(event))
                .map(line -> line.get("host").asText())
                .toList();
    }

    private Invocation applyTo(String hosts, String... options) {
        List<String> line = new ArrayList<>(List.of("apply", topology.toString(), "--limit", hosts, "--yes", "--json"));
        line.addAll(List.of(options));
        return aloft(line.toArray(String[]::new));
    }

    @Test
    void shouldChangeAsManyRealServersAtATimeAsIsSaid() {
        Invocation told = applyTo("web*", "--serial", "2");

        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(waves(told)).containsExactly("[web1,web2]", "[web3]");
    }

    @Test
    void shouldStopBehindTheWaveInWhichAHostFails() {
        hosts.host("web1").failure = "no space left";

        Invocation told = applyTo("web*", "--serial", "1");

        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.FAILED.status());
        assertThat(waves(told)).containsExactly("[web1]");
    }

    @Test
    void shouldGoOnUntilAsManyHaveFailedAsIsSaid() {
        hosts.host("web1").failure = "no space left";

        Invocation one = applyTo("web*", "--serial", "1", "--max-failures", "2");
        hosts.host("web2").failure = "no space left";
        Invocation two = applyTo("web*", "--serial", "1", "--max-failures", "2");

        assertThat(one.status()).as(one.toString()).isEqualTo(ExitCode.FAILED.status());
        assertThat(waves(one)).containsExactly("[web1]", "[web2]", "[web3]");
        assertThat(hostsOf("host_done", one)).containsExactly("web2", "web3");
        assertThat(waves(two)).containsExactly("[web1]", "[web2]");
    }

    /** A director would send requests to a host that is not ready; and of two directors, the other one stays as it is. */
    @Test
    void shouldNotBeginWhatDependsOnAHostThatFailed() {
        hosts.host("web1").failure = "no space left";

        Invocation told = applyTo("all", "--max-failures", "5");

        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.FAILED.status());
        assertThat(hostsOf("host_done", told)).containsExactlyInAnyOrder("web2", "web3");
        assertThat(hostsOf("host_skipped", told)).containsExactly("lvs2", "lvs1");
        assertThat(hostsOf("sending", told)).isEmpty();
    }

    @Test
    void shouldGoOnWhereItStopped() {
        hosts.host("web2").failure = "no space left";
        applyTo("web*", "--serial", "1");
        hosts.host("web2").failure = "";

        Invocation again = applyTo("web*", "--serial", "1");

        assertThat(again.status()).as(again.toString()).isZero();
        assertThat(hostsOf("host_done", again)).contains("web2", "web3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--serial", "--max-failures"})
    void shouldRefuseANumberBelowOne(String flag) {
        Invocation told = aloft("plan", topology.toString(), flag, "0");

        assertThat(told.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(told.err()).contains(flag + " must be 1 or more: 0");
    }
}
