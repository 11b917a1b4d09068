package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;
import org.aloft.plan.shell.ShellLibrary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What clients of {@code haproxy-pair} notice when its web servers restart: nothing, wherever the workstation is killed
 * meanwhile. nginx ends at once there, as many services do, with all requests that are under way. One story on one
 * cluster.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProxyDrainIT extends OnInventories {
    private static final ClientLoad CLIENT = new ClientLoad(OnInventories::on);
    private static final ClientLoad.Page PAGE = new ClientLoad.Page("/", 100);
    /** Takes two seconds. */
    private static final ClientLoad.Page SLOW = new ClientLoad.Page("/slow.html", 5);

    private static final String PAGES = "    files:\n";
    private static final String PAGES_OF = """
                files:
                  /etc/systemd/system/nginx.service.d/stop.conf: {content: "# %1$s\\n[Service]\\nExecStop=\\n"}
                  /etc/nginx/conf.d/slow.conf: {content: "map $uri $s {default 0; /slow.html 5k;} limit_rate $s;\\n"}
                  /var/www/html/slow.html: {content: "%2$s"}
                  /var/www/html/news.html: {content: "%1$s\\n"}
            """;

    private static final String STATES = "echo 'show stat' | socat - UNIX-CONNECT:/run/aloft-haproxy.sock"
            + " | awk -F, '$1 == \"web\" && $2 ~ /^web/ { print $2, $18 }'";
    private static final String BOTH_UP = "web1 UP\nweb2 UP\n";

    private static final Pattern EVENT = Pattern.compile("\\{\"event\":\"(wave_started|step_started|host_done)\".*");
    private static final Pattern NUMBER = Pattern.compile("\"(?:wave|step)\":([0-9]+)");

    /** nginx of web1 restarts. Only there it is waited for what the host does by itself, as that takes a minute. */
    private static final String ALONE = "wave 2 step 3";

    @BeforeAll
    static void start() throws IOException {
        start(LabSpec.of(List.of(
                        new LabHost("node1", "192.168.100.100"),
                        new LabHost("node2", "192.168.100.111"),
                        new LabHost("server1", "192.168.100.200"),
                        new LabHost("server2", "192.168.100.222"),
                        new LabHost("client", "192.168.100.20")))
                .withName("drain-" + ProcessHandle.current().pid())
                .withKernel(LabKernel.NATIVE));
    }

    /** They differ in the unit of nginx, which restarts for it, in a page, and in how long haproxy tries a check. */
    private static Path variant(String word) throws IOException {
        Path copy = changed(cluster("haproxy-pair"), PAGES, PAGES_OF.formatted(word, "x".repeat(10_000)));
        Path topology = copy.resolve("topology.yml");
        int milliseconds = 1000 + Math.floorMod(word.hashCode(), 100);
        String text = Files.readString(topology);
        Files.writeString(topology, text.replace("connect_timeout: 1s", "connect_timeout: " + milliseconds + "ms"));
        return copy;
    }

    @Test
    @Order(1)
    void shouldRestartWebServersWithoutAnyClientNoticing() throws Exception {
        bringUp(variant("one"), "node1", "node2", "server1", "server2");
        Path other = variant("other");

        List<String> answers = CLIENT.during(
                () -> {
                    Invocation applied = aloft(other, "apply", "--yes");
                    assertThat(applied.status()).as(applied.toString()).isZero();
                    assertThat(applied.out())
                            .contains("nginx.service restarts on web1, then web2; each is drained before");
                },
                PAGE,
                SLOW);

        assertThat(answers).allSatisfy(answer -> assertThat(answer).contains(" failed 0 of "));
        assertThat(on("server2", "cat /var/www/html/news.html")).isEqualTo("other\n");
        for (String director : List.of("node1", "node2")) {
            assertThat(eventually(director, STATES, BOTH_UP)).isEqualTo(BOTH_UP);
            assertThat(on(director, "ls /run/aloft.drained; systemctl list-timers 'aloft-ready*' --no-legend"))
                    .isEmpty();
        }
        nothingToDo(other);
    }

    /** Otherwise the test before would show nothing. */
    @Test
    @Order(2)
    void shouldCutRequestsWhereNobodyDrains() throws Exception {
        List<String> answers = CLIENT.during(() -> on("server1", "sleep 3; systemctl restart nginx"), SLOW);

        assertThat(answers.get(0)).contains("cut short").doesNotContain(" failed 0 of ");
    }

    @Test
    @Order(3)
    void shouldComeBackByItselfAndWhenAnotherRunDrains() {
        drain("one", "web/web1 5 900");
        assertThat(on("node1", STATES)).isEqualTo("web1 MAINT\nweb2 UP\n");
        drain("other", "web/web2 5 2");
        assertThat(eventually("node1", STATES, BOTH_UP)).isEqualTo(BOTH_UP);
    }

    private static void drain(String run, String words) {
        on(
                "node1",
                ShellLibrary.text("manager") + ShellLibrary.text("undo") + ShellLibrary.text("drain") + "\nrun=" + run
                        + "\ndrain_by_haproxy " + words);
    }

    // ---- a workstation that is killed

    @Test
    @Order(4)
    @Tag("clusters")
    void shouldAnswerThroughoutWhereverTheWorkstationIsKilled() throws Exception {
        Set<String> points = new LinkedHashSet<>();
        Path cluster = variant("first");
        for (String line :
                aloft(cluster, "apply", "--yes", "--json").out().lines().toList()) {
            point(line, points).ifPresent(points::add);
        }
        points.removeIf(point -> !point.contains("step"));
        assertThat(points).contains("wave 1 step 1", ALONE, "wave 4 step 3");
        int number = 0;
        String before = "first";
        for (String point : points) {
            String planned = "x" + ++number;
            String was = before;
            Path next = variant(planned);
            String answer = CLIENT.during(() -> {
                killed(next, point);
                if (point.equals(ALONE)) {
                    settled(List.of(was, planned));
                }
                aloft(next, "unlock", "--yes");
                Invocation again = aloft(next, "apply", "--yes");
                assertThat(again.status()).as(point + again).isZero();
            });
            assertThat(answer).as("killed at " + point).contains(" failed 0 of ");
            nothingToDo(next);
            before = planned;
        }
    }

    /** Nobody comes back: the host has undone it by itself, or it is as planned. */
    private static void settled(List<String> variants) {
        for (String server : List.of("server1", "server2")) {
            String open = "timeout 120 sh -c 'while [ -e /var/lib/aloft/undo ]; do sleep 0.2; done'; ";
            String state = on(
                    server,
                    open + "cat /var/www/html/news.html; head -n 1 /etc/systemd/system/nginx.service.d/stop.conf");
            assertThat(variants.stream().map(each -> each + "\n# " + each + "\n"))
                    .contains(state);
        }
    }

    /** Where a run is when it says this: {@code wave 2 step 1}. A wave's hosts may say the same. */
    private static Optional<String> point(String line, Set<String> before) {
        Matcher event = EVENT.matcher(line);
        Matcher number = NUMBER.matcher(line);
        if (!event.matches()) {
            return Optional.empty();
        }
        int wave = (int) before.stream()
                .filter(point -> !point.contains("step") && !point.contains("done"))
                .count();
        return Optional.of(
                switch (event.group(1)) {
                    case "wave_started" -> "wave " + (wave + 1);
                    case "step_started" -> "wave " + wave + " step " + (number.find() ? number.group(1) : "");
                    default -> "wave " + wave + " done";
                });
    }

    /** Applies it by a process of its own, which is killed as soon as it says that it is there. */
    private static void killed(Path cluster, String point) {
        try {
            Process workstation = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Daloft.home=" + System.getProperty("aloft.home"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Aloft.class.getName(),
                            "apply",
                            cluster.toString(),
                            "-i",
                            folder.resolve("reach.ini").toString(),
                            "--yes",
                            "--json",
                            "--confirm-within",
                            "60")
                    .redirectError(folder.resolve("workstation.log").toFile())
                    .start();
            Set<String> said = new LinkedHashSet<>();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(workstation.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null && !said.contains(point); line = lines.readLine()) {
                    point(line, said).ifPresent(said::add);
                }
            } finally {
                workstation.destroyForcibly();
            }
            assertThat(said)
                    .as(Files.readString(folder.resolve("workstation.log")))
                    .contains(point);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
