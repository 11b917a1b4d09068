package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.aloft.lab.Lab;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clusters of the folder {@code inventories}, one after the other on the same hosts: brought up, proven, planned
 * again to nothing, tried at what each is for, and destroyed. {@code lvs-dr} is {@link ClusterIT}'s; {@link
 * InventoriesTest} reads the others.
 *
 * <p>Needs root and Linux, as {@link ClusterIT} does.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InventoriesIT {
    private static final String NAME = "clusters-" + ProcessHandle.current().pid();
    private static final Path CLUSTERS = Path.of(System.getProperty("aloft.home"), "inventories");
    private static final Duration COMMAND = Duration.ofMinutes(5);
    private static final int TRIES = 60;

    /** Last byte of a host's address → what it is called in the lab; clusters have names of their own. */
    private static final Map<Integer, String> LAB_NAMES = new LinkedHashMap<>();

    static {
        LAB_NAMES.put(100, "node1");
        LAB_NAMES.put(111, "node2");
        LAB_NAMES.put(200, "server1");
        LAB_NAMES.put(222, "server2");
        LAB_NAMES.put(20, "client");
    }

    @TempDir
    static Path folder;

    private static Lab lab;
    private static Path reach;

    @BeforeAll
    static void start() throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(InventoriesIT::takeDown, "inventories-test-interrupted"));
        List<LabHost> hosts = new ArrayList<>();
        LAB_NAMES.forEach((last, name) -> hosts.add(new LabHost(name, "192.168.100." + last)));
        lab = Lab.up(LabSpec.of(hosts).withName(NAME), line -> {});
        String inventory = Files.readString(lab.inventory());
        // The clusters name their hosts; the lab says how to get there.
        reach = Files.writeString(folder.resolve("reach.ini"), inventory.substring(inventory.indexOf("[all:vars]")));
    }

    @AfterAll
    static void takeDown() {
        Lab.down(LabSpec.defaultHome(), NAME);
        LabSpec.defaultHome().resolve(NAME + ".lock").toFile().delete();
    }

    // ---- no balancer

    @Test
    @Order(1)
    void shouldKeepTheVipWhereNginxWorks() {
        bringUp("web-pair");
        assertThat(fromClient("http://192.168.100.10/")).isEqualTo("web1\n");

        on("server1", "echo broken >/etc/nginx/conf.d/broken.conf; systemctl kill -s KILL nginx");
        await("http://192.168.100.10/", "web2\n");
        on("server1", "rm /etc/nginx/conf.d/broken.conf");
        await("http://192.168.100.10/", "web1\n");

        String process = on("server1", "systemctl show -P MainPID nginx").strip();
        on("server1", "systemctl kill -s KILL nginx");
        String again =
                "test \"$(systemctl show -P MainPID nginx)\" != " + process + " && systemctl is-active nginx || :";
        assertThat(eventually("server1", again, "active\n"))
                .as("the tracked script starts it again")
                .isEqualTo("active\n");
        nothingToDo("web-pair");
        destroy("web-pair", "server1", "server2");
    }

    // ---- haproxy

    @Test
    @Order(2)
    void shouldBalanceByHaproxy() {
        bringUp("haproxy-pair");
        assertThat(answers("http://192.168.100.10/", 8))
                .containsOnly("web1\n", "web2\n")
                .contains("web1\n", "web2\n");
        assertThat(fromClient("http://admin:change-me@192.168.100.100:8404/")).contains("Statistics Report");
        assertThat(aloft("haproxy-pair", "status").out()).contains("rr, by haproxy", "up");

        on("server1", "systemctl stop nginx");
        assertThat(eventually(
                        "client",
                        "curl -s -m 3 http://192.168.100.10/; curl -s -m 3 http://192.168.100.10/",
                        "web2\nweb2\n"))
                .isEqualTo("web2\nweb2\n");
        Invocation verified = aloft("haproxy-pair", "verify", "--checks", "--report", folder.toString());
        assertThat(verified.status()).as(verified.toString()).isEqualTo(ExitCode.VERIFICATION_FAILED.status());
        assertThat(verified.out()).contains("web1 is DOWN");
        on("server1", "systemctl start nginx");

        on("node1", "systemctl stop haproxy");
        assertThat(eventually("node2", holds("192.168.100.10"), "yes\n")).isEqualTo("yes\n");
        on("node1", "systemctl start haproxy");
        assertThat(eventually("node1", holds("192.168.100.10"), "yes\n")).isEqualTo("yes\n");
        nothingToDo("haproxy-pair");
        destroy("haproxy-pair", "node1", "node2", "server1", "server2");
    }

    // ---- what all of them go through

    private static void bringUp(String cluster) {
        Invocation applied = aloft(cluster, "apply", "--yes");
        assertThat(applied.status()).as(applied.toString()).isZero();
        Invocation verified = aloft(cluster, "verify", "--checks", "--report", folder.toString());
        assertThat(verified.status()).as(verified.toString()).isZero();
        nothingToDo(cluster);
    }

    private static void destroy(String cluster, String... labHosts) {
        Invocation destroyed = aloft(cluster, "destroy", "--yes");
        assertThat(destroyed.status()).as(destroyed.toString()).isZero();
        assertThat(destroyed.out()).contains("goes away for good");
        for (String host : labHosts) {
            assertThat(on(host, "ip -o -4 address; systemctl is-active aloftd || :"))
                    .as(host)
                    .doesNotContain("192.168.100.10/", "192.168.100.11/")
                    .endsWith("inactive\n");
            assertThat(on(host, "ls -d /var/lib/aloft /opt/aloft /etc/aloft 2>/dev/null || :"))
                    .as(host)
                    .isEmpty();
        }
    }

    private static void nothingToDo(String cluster) {
        Invocation planned = aloft(cluster, "plan", "--detailed-exitcode");
        assertThat(planned.status()).as(planned.toString()).isZero();
        assertThat(planned.out()).startsWith("Nothing to do: ");
    }

    private static Invocation aloft(String cluster, String command, String... options) {
        List<String> line = new ArrayList<>(
                List.of(command, CLUSTERS.resolve(cluster).toString(), "-i", reach.toString(), "--timeout", "60"));
        line.addAll(List.of(options));
        return Invocation.of(line.toArray(String[]::new));
    }

    private static String on(String host, String commandLine) {
        Lab.HostOutput output = lab.run(host, COMMAND, commandLine);
        assertThat(output.exitCode()).as(output.output()).isZero();
        return output.output();
    }

    private static String holds(String vip) {
        return "ip -o address show to " + vip + " | grep -q ens33 && echo yes || echo no";
    }

    private static String fromClient(String url) {
        return on("client", "curl -s -m 5 " + url);
    }

    private static List<String> answers(String url, int count) {
        return IntStream.range(0, count).mapToObj(index -> fromClient(url)).toList();
    }

    private static void await(String url, String answer) {
        assertThat(eventually("client", "curl -s -m 3 " + url + " || :", answer))
                .isEqualTo(answer);
    }

    /** What a command prints, asked until it is this, or often enough. */
    private static String eventually(String host, String commandLine, String wanted) {
        String seen = "";
        for (int tries = 0; tries < TRIES && !seen.equals(wanted); tries++) {
            seen = on(host, commandLine + "; sleep 1");
        }
        return seen;
    }
}
