package org.aloft.agent.configtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightRulesTest {
    @TempDir
    Path folder;

    /** An instance that tracks interfaces by these words. */
    private List<String> problems(int priority, String... trackers) throws IOException, ConfigurationException {
        Path file = Files.writeString(folder.resolve("a.conf"), """
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 10
                    priority %d
                    track_interface {
                        %s
                    }
                    track_file {
                        number weight 0
                    }
                    virtual_ipaddress {
                        192.0.2.10
                    }
                }
                track_file number {
                    file /run/number
                }
                """.formatted(priority, String.join("\n", trackers)));
        return WeightRules.check(ConfigurationReader.readWithPlaces(file, new Surroundings("lvs1", "lvs1"))).stream()
                .map(Problem::toString)
                .map(text -> text.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void shouldSayThatNothingCanBeAddedToTheHighestPriority() throws Exception {
        assertThat(problems(254, "eth1 weight 10"))
                .containsExactly(
                        "a.conf:5:5: warning: vrrp_instance VI_1 has priority 254, the highest, with and without"
                                + " weight 10 of interface eth1, which thus never matters; write another priority, or the other"
                                + " sign");
        assertThat(problems(253, "eth1 weight 10")).isEmpty();
    }

    @Test
    void shouldSayThatNothingCanBeTakenFromTheLowestPriority() throws Exception {
        assertThat(problems(1, "eth1 weight -10"))
                .singleElement()
                .asString()
                .contains("has priority 1, the lowest, with and without weight -10 of interface eth1");
        assertThat(problems(2, "eth1 weight -10")).isEmpty();
    }

    @Test
    void shouldCountReverseWeightsWithTheOtherSign() throws Exception {
        assertThat(problems(254, "eth1 weight -10 reverse")).hasSize(1);
        assertThat(problems(254, "eth1 weight 10 reverse")).isEmpty();
        assertThat(problems(1, "eth1 weight 10 reverse")).hasSize(1);
    }

    @Test
    void shouldKeepQuietWhereAnotherTrackerMakesRoom() throws Exception {
        assertThat(problems(254, "eth1 weight 10", "eth2 weight -10")).isEmpty();
        assertThat(problems(1, "eth1 weight -10", "eth2 weight 10")).isEmpty();
        assertThat(problems(254, "eth1 weight 10", "eth2 weight 10")).hasSize(2);
    }

    @Test
    void shouldKeepQuietOfWeightZeroWhichMeansFault() throws Exception {
        assertThat(problems(254, "eth1")).isEmpty();
        assertThat(problems(1, "eth1 weight 0")).isEmpty();
    }

    @Test
    void shouldExpectAnyNumberOfAFile() throws Exception {
        Path file = folder.resolve("a.conf");
        assertThat(problems(254, "eth1 weight 10")).hasSize(1);
        Files.writeString(file, Files.readString(file).replace("number weight 0", "number weight 1"));
        assertThat(WeightRules.check(ConfigurationReader.readWithPlaces(file, new Surroundings("lvs1", "lvs1"))))
                .isEmpty();
    }
}
