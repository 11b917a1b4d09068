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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A workstation that is killed at each step of an apply, while clients ask: none of them notices, and the next apply
 * finishes what was begun. Ten minutes: run by the Maven profile {@code clusters}.
 */
@Tag("clusters")
class KilledWorkstationIT extends OnInventories {
    private static final ClientLoad CLIENT = new ClientLoad(OnInventories::on);

    private static final Pattern EVENT = Pattern.compile("\\{\"event\":\"(wave_started|step_started|host_done)\".*");
    private static final Pattern NUMBER = Pattern.compile("\"(?:wave|step)\":([0-9]+)");

    /** nginx of web1 restarts. Only there it is waited for what the host does by itself, as that takes a minute. */
    private static final String ALONE = "wave 2 step 3";

    @BeforeAll
    static void start() throws IOException {
        start(ProxiedPages.lab("killed"));
    }

    @Test
    void shouldAnswerThroughoutWhereverTheWorkstationIsKilled() throws Exception {
        bringUp(ProxiedPages.variant("none"), ProxiedPages.HOSTS);
        Set<String> points = new LinkedHashSet<>();
        Invocation whole = aloft(ProxiedPages.variant("first"), "apply", "--yes", "--json");
        whole.out().lines().forEach(line -> point(line, points).ifPresent(points::add));
        points.removeIf(point -> !point.contains("step"));
        assertThat(points).contains("wave 1 step 1", ALONE, "wave 4 step 3");
        int number = 0;
        String before = "first";
        for (String point : points) {
            String planned = "x" + ++number;
            String was = before;
            Path next = ProxiedPages.variant(planned);
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
        destroy(ProxiedPages.variant(before));
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
