package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.ElectionBlock;
import org.aloft.agent.config.FastDetection;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElectionLanguageTest {
    private static String instance(String name, int id, String... lines) {
        return """
                vrrp_instance %s {
                    interface eth0
                    virtual_router_id %d
                    %s
                    virtual_ipaddress {
                        192.0.2.%d
                    }
                }
                """.formatted(name, id, String.join("\n    ", lines), id);
    }

    private static Configuration read(String... blocks) throws ConfigurationException {
        byte[] text = String.join("\n", blocks).getBytes(StandardCharsets.UTF_8);
        return ConfigurationReader.parse("test.conf", text, new Surroundings("lvs1.example", "lvs1"));
    }

    @Test
    void shouldHaveTheDefaultsOfKeepalived() throws ConfigurationException {
        assertThat(read(instance("VI_1", 1)).instances().get(0).election())
                .isEqualTo(new ElectionBlock(100, true, Duration.ZERO, 3, false, false, Optional.empty()));
    }

    @Test
    void shouldTakeEveryLineOfTheInstance() throws ConfigurationException {
        String block = instance(
                "VI_1",
                1,
                "state BACKUP",
                "priority 150",
                "nopreempt",
                "preempt_delay 4.12",
                "down_timer_adverts 5",
                "lower_prio_no_advert",
                "higher_prio_send_advert on");
        assertThat(read(block).instances().get(0).election())
                .isEqualTo(new ElectionBlock(150, false, Duration.ofMillis(4120), 5, true, true, Optional.empty()));
    }

    @Test
    void shouldTakeDefaultsFromTheGlobalDefinitions() throws ConfigurationException {
        String global =
                "global_defs {\n vrrp_down_timer_adverts 7\n vrrp_lower_prio_no_advert\n vrrp_startup_delay 2\n}";
        ElectionBlock election = read(instance("VI_1", 1, "lower_prio_no_advert off"), global)
                .instances()
                .get(0)
                .election();
        assertThat(election.downTimerAdverts()).isEqualTo(7);
        assertThat(election.lowerPriorityNoAdvert())
                .as("the instance's own line wins")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"fast_detection, 20, 3", "fast_detection 50, 50, 3", "fast_detection 5 50, 5, 50"})
    void shouldReadHowSoonASilentMemberIsNoticed(String line, int millis, int multiplier)
            throws ConfigurationException {
        assertThat(read(instance("VI_1", 1, line)).instances().get(0).election().fastDetection())
                .contains(new FastDetection(Duration.ofMillis(millis), multiplier));
    }

    @Test
    void shouldWarnOfADetectionThatIsSlowerThanAdverts() throws ConfigurationException {
        assertThat(read(instance("VI_1", 1, "advert_int 1", "fast_detection 1000 3"))
                        .warnings())
                .singleElement()
                .asString()
                .contains("takes 3000 ms, while missing adverts are noticed after 3000 ms");
        assertThat(read(instance("VI_1", 1, "advert_int 1", "fast_detection 999 3"))
                        .warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast_detection 4", "fast_detection 1001", "fast_detection 20 1", "fast_detection 20 3 4"})
    void shouldRefuseADetectionThatCannotWork(String line) {
        assertThatThrownBy(() -> read(instance("VI_1", 1, line))).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void shouldReadASyncGroup() throws ConfigurationException {
        String group = "vrrp_sync_group VG_1 {\n group {\n VI_1\n VI_2\n }\n sync_group_tracking_weight\n}";
        assertThat(read(group, instance("VI_1", 1), instance("VI_2", 2)).syncGroups())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.name()).isEqualTo("VG_1");
                    assertThat(found.instances()).isEqualTo(List.of("VI_1", "VI_2"));
                    assertThat(found.differingWeights()).isTrue();
                });
    }

    @Test
    void shouldRefuseAMemberThatIsNoInstance() {
        String group = "vrrp_sync_group VG_1 {\n group {\n VI_1\n VI_3\n }\n}";
        assertThatThrownBy(() -> read(group, instance("VI_1", 1), instance("VI_2", 2)))
                .isInstanceOfSatisfying(ConfigurationException.class, refused -> assertThat(refused.problems())
                        .anySatisfy(problem -> assertThat(problem.toString())
                                .contains("vrrp_sync_group VG_1 names VI_3, but there is no such vrrp_instance")));
    }
}
