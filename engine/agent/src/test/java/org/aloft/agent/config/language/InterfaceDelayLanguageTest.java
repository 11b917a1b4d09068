package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.InterfaceDelay;
import org.aloft.agent.config.difference.ConfigurationDifference;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterfaceDelayLanguageTest {
    private static final String INSTANCE = """
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 10
                advert_int 2
                virtual_ipaddress {
                    192.0.2.10
                }
            }
            """;

    private static Configuration parse(String text) throws ConfigurationException {
        return ConfigurationReader.parse(
                "a.conf", text.getBytes(StandardCharsets.UTF_8), new Surroundings("lvs1.example", "lvs1"));
    }

    private static String block(String lines) {
        return "interface_up_down_delays {\n" + lines + "\n}\n";
    }

    private static Map<String, InterfaceDelay> delays(Configuration configuration) {
        return configuration.tracking().interfaceUpDownDelays();
    }

    private static InterfaceDelay delay(long downMillis, long upMillis) {
        return new InterfaceDelay(Duration.ofMillis(downMillis), Duration.ofMillis(upMillis));
    }

    @Test
    void shouldTakeTheDownDelayForUpAsWellUnlessItIsSaid() throws Exception {
        Configuration read = parse(INSTANCE + block("eth0 4\neth1 0.25 200\neth2 0 3"));
        assertThat(delays(read))
                .isEqualTo(Map.of("eth0", delay(4000, 4000), "eth1", delay(250, 200_000), "eth2", delay(0, 3000)));
        assertThat(read.warnings()).isEmpty();
        assertThat(delays(parse(INSTANCE))).isEmpty();
    }

    @Test
    void shouldShortenADownDelayThatWouldMakeABackupActive() throws Exception {
        Configuration read = parse(block("  eth0 4.5 10\n  eth1 200") + INSTANCE);
        assertThat(delays(read)).isEqualTo(Map.of("eth0", delay(4000, 10_000), "eth1", delay(200_000, 200_000)));
        assertThat(read.warnings())
                .extracting(Problem::toString)
                .containsExactly("a.conf:2:3: warning: vrrp_instance VI_1 would take its active router for gone while"
                        + " eth0 is down and does not count as that; down counts after 4 s instead of 4.5, which is"
                        + " down_timer_adverts - 1 intervals");
        Configuration patient =
                parse(block("eth0 4.5") + INSTANCE.replace("advert_int", "down_timer_adverts 4\nadvert_int"));
        assertThat(patient.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eth0 256 | a.conf:2:6: eth0 must be 0..255 seconds: eth0 256",
                "eth0 | a.conf:2:1: eth0 needs 0..255 seconds",
                "eth0 1 two | a.conf:2:8: eth0 must be 0..255 seconds: eth0 two",
                "eth0 1 2 3 | a.conf:2:10: eth0 has a value too many: 3; remove it",
                "eth0 1;eth0 2 | a.conf:3:6: interface_up_down_delays names eth0 twice; keep one",
            })
    void shouldRefuseWhatIsNoDelay(String lines, String message) {
        ConfigurationException refused =
                catchThrowableOfType(ConfigurationException.class, () -> parse(block(lines.replace(';', '\n'))));
        assertThat(refused.problems()).extracting(Problem::toString).containsExactly(message);
    }

    @Test
    void shouldSayWhatAReloadChanges() throws Exception {
        List<String> changes =
                ConfigurationDifference.between(parse(block("eth0 1\neth1 1")), parse(block("eth1 1 2\neth2 0.5")));
        assertThat(changes)
                .containsExactlyInAnyOrder(
                        "interface_up_down_delays eth0 goes: down 1 s, up 1 s",
                        "interface_up_down_delays eth1: down 1 s, up 1 s -> down 1 s, up 2 s",
                        "interface_up_down_delays eth2 comes: down 0.5 s, up 0.5 s");
    }
}
