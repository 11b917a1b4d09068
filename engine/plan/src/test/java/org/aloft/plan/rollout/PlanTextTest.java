package org.aloft.plan.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.show.PlanJson;
import org.aloft.plan.show.PlanText;
import org.aloft.plan.show.ShowOptions;
import org.aloft.plan.show.Style;
import org.junit.jupiter.api.Test;

/** What a person and a machine read of the classic cluster's first rollout, word by word. */
class PlanTextTest extends OnSimulatedHosts {
    @Test
    void shouldShowTheFreshClusterAsAPersonReadsIt() throws IOException {
        ShowOptions withoutDiffs = new ShowOptions(Style.PLAIN, false, false, 100);
        assertThat(PlanText.render(cluster.plan(TOPOLOGY), withoutDiffs)).isEqualTo(golden("fresh.txt"));
    }

    @Test
    void shouldWriteTheWholeConfiguration() throws IOException {
        cluster.apply(TOPOLOGY);
        assertThat(cluster.host("lvs1").files.get("/etc/aloft/aloftd.conf").content())
                .isEqualTo(golden("aloftd.conf"));
    }

    @Test
    void shouldCarryEveryStepInTheJson() throws IOException {
        Plan plan = cluster.plan(TOPOLOGY);
        JsonNode json = new ObjectMapper().readTree(PlanJson.write(plan, "1.2.3"));

        assertThat(json.get("format").asInt()).isEqualTo(1);
        assertThat(json.get("aloft_version").asText()).isEqualTo("1.2.3");
        assertThat(json.findValues("calls")).hasSize((int) plan.steps().count());
        assertThat(json.toString()).contains("[\"set_sysctl\",\"/proc/sys/net/ipv4/ip_forward\",\"1\"]");
        assertThat(json.get("waves").get(1).get("batches").get(0).get("part").asText())
                .isEqualTo("change");
    }

    @Test
    void shouldShowTheSameStepsOfManyHostsOnce() {
        String all = PlanText.render(cluster.plan(TOPOLOGY), ShowOptions.PLAIN);
        assertThat(all.lines()
                        .filter(line -> line.contains("add      192.168.100.10/32 on lo"))
                        .count())
                .isEqualTo(1);
        assertThat(all).contains("  web1, web2\n");
    }

    @Test
    void shouldLetNoControlCharacterOfAHostReachTheTerminal() {
        cluster.apply(TOPOLOGY);
        cluster.host("lvs1").write("/etc/modules-load.d/aloft.conf", "\u001b[2Jip_vs \u202e\u009b31m\n");

        String text = PlanText.render(cluster.plan(TOPOLOGY), ShowOptions.PLAIN);

        assertThat(text.chars()
                        .filter(c -> c != '\n' && (c < ' ' || (c >= 127 && c < 160) || c == 0x202e))
                        .boxed()
                        .collect(Collectors.toList()))
                .isEmpty();
        assertThat(cluster.plan(TOPOLOGY).steps().map(Step::resource))
                .contains(FileResource.idOf("/etc/modules-load.d/aloft.conf"));
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = PlanTextTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
