package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.aloft.plan.shell.ShellLibrary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What clients of {@code haproxy-pair} notice when its web servers restart, and when haproxy reads its file anew: nothing.
 * nginx ends at once there, as many services do, with all requests that are under way. One story on one cluster.
 */
class ProxyDrainIT extends OnInventories {
    private static final ClientLoad CLIENT = new ClientLoad(OnInventories::on);
    /** Takes two seconds. */
    private static final ClientLoad.Page SLOW = new ClientLoad.Page("/slow.html", 5);

    private static final String STATES = "echo 'show stat' | socat - UNIX-CONNECT:/run/aloft-haproxy.sock"
            + " | awk -F, '$1 == \"web\" && $2 ~ /^web/ { print $2, $18 }'";
    private static final String RISES = "echo 'show stat' | socat - UNIX-CONNECT:/run/aloft-haproxy.sock"
            + " | awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == \"check_rise\") rise = i }"
            + " $1 == \"web\" && $2 ~ /^web/ { print $2, $rise }'";
    private static final String BOTH_UP = "web1 UP\nweb2 UP\n";

    @BeforeAll
    static void start() throws IOException {
        start(ProxiedPages.lab("drain"));
    }

    @Test
    void shouldRestartWebServersWithoutAnyClientNoticing() throws Exception {
        bringUp(ProxiedPages.variant("one"), ProxiedPages.HOSTS);
        Path other = ProxiedPages.variant("other");
        shouldDrainThem(other);
        shouldCheckAsOftenAsTheTopologySays(other);
        shouldCutRequestsWhereNobodyDrains();
        shouldComeBackByItselfAndWhenAnotherRunDrains();
        shouldDrainSeveralInOneOrder();
        nothingToDo(other);
        destroy(other);
    }

    private static void shouldDrainThem(Path other) throws Exception {
        List<String> answers = CLIENT.during(
                () -> {
                    Invocation applied = aloft(other, "apply", "--yes");
                    assertThat(applied.status()).as(applied.toString()).isZero();
                    assertThat(applied.out())
                            .contains("nginx.service restarts on web1, then web2; each is drained before");
                },
                ProxiedPages.PAGE,
                SLOW);

        assertThat(answers).allSatisfy(answer -> assertThat(answer).contains(" failed 0 of "));
        assertThat(on("server2", "cat /var/www/html/news.html")).isEqualTo("other\n");
        for (String director : List.of("node1", "node2")) {
            assertThat(eventually(director, STATES, BOTH_UP)).isEqualTo(BOTH_UP);
            assertThat(on(director, "ls /run/aloft.drained; systemctl list-timers 'aloft-ready*' --no-legend"))
                    .isEmpty();
        }
    }

    /** How many good checks bring a real server back is what the haproxy that runs goes by, not only its file. */
    private static void shouldCheckAsOftenAsTheTopologySays(Path other) throws Exception {
        for (String director : List.of("node1", "node2")) {
            assertThat(on(director, RISES)).isEqualTo("web1 2\nweb2 2\n");
        }
        Path patient = changed(other, "retries: 4", "retries: 4, rise: 3");

        List<String> answers = CLIENT.during(() -> apply(patient), ProxiedPages.PAGE, SLOW);

        assertThat(answers).allSatisfy(answer -> assertThat(answer).contains(" failed 0 of "));
        for (String director : List.of("node1", "node2")) {
            assertThat(on(director, RISES)).isEqualTo("web1 3\nweb2 3\n");
            assertThat(on(director, STATES)).isEqualTo(BOTH_UP);
        }
    }

    /** Otherwise what went before would show nothing. */
    private static void shouldCutRequestsWhereNobodyDrains() throws Exception {
        List<String> answers = CLIENT.during(() -> on("server1", "sleep 3; systemctl restart nginx"), SLOW);

        assertThat(answers.get(0)).contains("cut short").doesNotContain(" failed 0 of ");
    }

    private static void shouldComeBackByItselfAndWhenAnotherRunDrains() {
        drain("one", "5 900 web/web1");
        assertThat(on("node1", STATES)).isEqualTo("web1 MAINT\nweb2 UP\n");
        drain("other", "5 2 web/web2");
        assertThat(eventually("node1", STATES, BOTH_UP)).isEqualTo(BOTH_UP);
    }

    private static void shouldDrainSeveralInOneOrder() {
        drain("both", "5 900 web/web1 web/web2");
        assertThat(on("node1", STATES)).isEqualTo("web1 MAINT\nweb2 MAINT\n");
        call("both", "undrain_by_haproxy web/web1 web/web2");
        assertThat(eventually("node1", STATES, BOTH_UP)).isEqualTo(BOTH_UP);
        assertThat(on("node1", "ls /run/aloft.drained; systemctl list-timers 'aloft-ready*' --no-legend"))
                .isEmpty();
    }

    private static void drain(String run, String words) {
        call(run, "drain_by_haproxy " + words);
    }

    private static void call(String run, String call) {
        on(
                "node1",
                ShellLibrary.text("manager") + ShellLibrary.text("undo") + ShellLibrary.text("drain") + "\nrun=" + run
                        + "\n" + call);
    }
}
