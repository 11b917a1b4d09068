package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.aloft.lab.LabKernel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * As {@link LvsInventoriesIT}, for directors that are all active behind a router: requests through them. When they
 * withdraw is tried by {@link AnnounceIT}, in less time.
 */
@Tag("clusters")
class EcmpInventoryIT extends OnEcmpInventory {
    private static final String URL = "http://203.0.113.10/";
    private static final int SIZE = 40_000_000;

    @BeforeAll
    static void start() throws IOException {
        startBehindRouter(LabKernel.AUTO);
    }

    @Test
    void shouldServeThroughEveryDirectorAndMoveConnectionsBetweenThem() throws IOException {
        Path cluster = cluster("ecmp");
        bringUp(cluster, "node1", "node2", "node3", "server1", "server2");
        announcedBy(VIP, "node1", "node2", "node3");
        sameRealServerThroughAnyDirector();
        connectionMovesBetweenDirectors();

        nothingToDo(cluster);

        Path changed = changed(cluster, "203.0.113.10", "203.0.113.11");
        apply(changed);
        announcedBy("203.0.113.11", "node1", "node2", "node3");
        assertThat(answers("http://203.0.113.11/", 6).stream().distinct()).hasSize(1);
        destroyed(changed);
        announcedBy("203.0.113.11");
    }

    /** How long the gaps are depends on the machine, and so does whether they are within the budget. */
    @Test
    void shouldMakeEachDirectorFailInTurnAndMeasureIt() throws IOException {
        Path cluster = cluster("ecmp");
        bringUp(cluster, "node1", "node2", "node3", "server1", "server2");
        announcedBy(VIP, "node1", "node2", "node3");

        Invocation verified =
                aloft(cluster, "verify", "--drill", "handover", "--drill", "crash", "--report", folder.toString());

        JsonNode report = Schema.VERIFY.holds(Files.readString(folder.resolve("report.json")));
        assertThat(verified.status())
                .as(verified.toString())
                .isEqualTo(report.get("passed").asBoolean() ? 0 : ExitCode.VERIFICATION_FAILED.status());
        assertThat(report.get("drills"))
                .as(verified.toString())
                .allSatisfy(EcmpInventoryIT::othersAnnouncedMeanwhile)
                .extracting(drill ->
                        drill.get("id").asText() + " of " + drill.get("target").asText())
                .containsExactly(
                        "handover of lvs1",
                        "handover of lvs2",
                        "handover of lvs3",
                        "crash of lvs1",
                        "crash of lvs2",
                        "crash of lvs3");
        for (String when : List.of("checks", "afterwards")) {
            assertThat(report.get(when)).isNotEmpty().allSatisfy(check -> assertThat(
                            check.get("verdict").asText())
                    .as(check.toString())
                    .isEqualTo("passed"));
        }
        announcedBy(VIP, "node1", "node2", "node3");
        destroyed(cluster);
    }

    private static void othersAnnouncedMeanwhile(JsonNode drill) {
        assertThat(drill.get("state").asText()).as(drill.toString()).isEqualTo("ran");
        assertThat(drill.get("measurements")).isNotEmpty().allSatisfy(measurement -> assertThat(
                        measurement.get("ended").asBoolean())
                .as(measurement.toString())
                .isTrue());
        List<String> others = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> "lvs" + number)
                .filter(each -> !each.equals(drill.get("target").asText()))
                .toList();
        assertThat(drill.at("/measurements/0/why").asText())
                .as(drill.toString())
                .contains(String.join(", ", others) + " announced it meanwhile");
    }

    private static void sameRealServerThroughAnyDirector() {
        assertThat(answers(URL, 24).stream().distinct()).hasSize(1);
        List<Integer> through = IntStream.rangeClosed(1, 3)
                .mapToObj(number ->
                        Integer.valueOf(on("node" + number, "ipvsadm -Ln --stats | awk '/203.0.113.10:80/ {print $3}'")
                                .strip()))
                .toList();
        assertThat(through).as("connections through each director").allMatch(count -> count > 0);

        on("client", "for i in $(seq 30 45); do ip address add 192.168.101.$i/32 dev ens33; done");
        String each = "for i in $(seq 30 45); do curl -s -m 5 --interface 192.168.101.$i " + URL + "; done";
        String first = on("client", each);
        assertThat(first.lines()).hasSize(16).contains("web1", "web2");
        assertThat(on("client", each)).as("each client's real server").isEqualTo(first);
    }

    /** A download that takes longer than the directors take to stop and come back, one after the other. */
    private static void connectionMovesBetweenDirectors() {
        for (String server : List.of("server1", "server2")) {
            on(server, "head -c " + SIZE + " /dev/zero >/var/www/html/large");
        }
        on(
                "client",
                "systemd-run -q --unit=download curl -sS --limit-rate 250k -o /dev/null -w '%{size_download}' " + URL
                        + "large");
        for (int number = 1; number <= 3; number++) {
            String stopped = "node" + number;
            on(stopped, "systemctl stop aloftd");
            announcedBy(
                    VIP,
                    IntStream.rangeClosed(1, 3)
                            .mapToObj(each -> "node" + each)
                            .filter(each -> !each.equals(stopped))
                            .toArray(String[]::new));
            on(stopped, "systemctl start aloftd");
            announcedBy(VIP, "node1", "node2", "node3");
        }
        assertThat(on("client", "systemctl is-active download || journalctl -q -o cat -u download"))
                .as("all directors were gone once while it ran")
                .isEqualTo("active\n");
        String size = "journalctl -q -o cat -u download | grep -x " + SIZE + " || :";
        for (int minute = 0; minute < 4 && on("client", size).isEmpty(); minute++) {
            eventually("client", size, SIZE + "\n");
        }
        assertThat(on("client", size)).isEqualTo(SIZE + "\n");
        List.of("server1", "server2").forEach(server -> on(server, "rm /var/www/html/large"));
    }
}
