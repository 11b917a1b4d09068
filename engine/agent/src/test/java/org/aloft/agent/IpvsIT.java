package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bundle on a kernel with IPVS: what keepalived makes of the same files in the kernel's table, and what happens to
 * connections. In a guest each start of a program is dear, so that each test tells a longer story.
 */
class IpvsIT {
    /** Somebody else's: it stays, whatever the agent does. */
    private static final String FOREIGN = "-A -t 203.0.113.1:99 -s rr";

    /**
     * All that the kernel says of virtual services, in lines that can be compared; thresholds with the service that
     * they belong to.
     */
    private static final String TABLE = """
            ipvsadm -S -n | sort
            ipvsadm -L -n --thresholds |
                awk '/^(TCP|UDP|SCTP|FWM) / { service = $1 " " $2 " " $3; next } /->/ { print service, $2, $3, $4 }' | sort
            ipvsadm -L --timeout
            ipvsadm -L --daemon | sort
            """;

    @TempDir
    static Path folder;

    private static Director director;

    @BeforeAll
    static void start() throws Exception {
        director = Director.up(folder);
    }

    @AfterAll
    static void end() {
        if (director != null) {
            director.close();
        }
    }

    /** What a test that failed leaves running would be in the next one's way. */
    @AfterEach
    void clear() {
        director.run("""
                for daemon in aloftd keepalived; do
                    [ ! -e /run/$daemon.pid ] || kill -KILL "$(cat /run/$daemon.pid)" 2>/dev/null || :
                done
                ipvsadm -C
                ipvsadm --set 900 120 300
                """);
    }

    private static Router aloftd() {
        return director.start(
                "aloftd", "/opt/aloft/bin/aloftd --http off --run-directory /run/aloft -f /root/aloftd.conf");
    }

    private static Router keepalived(String file) {
        String options = " -n -l -D -p /run/parent.pid -c /run/checkers.pid -r /run/vrrp.pid";
        return director.start("keepalived", "keepalived -f /root/" + file + options);
    }

    private static String signal(String name, String program) {
        return "kill -" + name + " $(cat /run/" + program + ".pid)";
    }

    private static String resource(String file) throws IOException {
        try (InputStream stream = IpvsIT.class.getResourceAsStream("ipvs/" + file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String write(String file, String text) {
        return "cat >/root/" + file + " <<'END'\n" + text + "END\n";
    }

    @Test
    void shouldMakeTheSameTableAsKeepalived() throws Exception {
        for (String file : List.of("words.conf", "ports.conf", "states.conf")) {
            director.run(write(file, resource(file)));
        }
        String words = keepalivedsTable("words.conf", List.of("Activating BFD"));
        String ports = keepalivedsTable("ports.conf", List.of("Activating BFD"));
        String states = keepalivedsTable("states.conf", seenByKeepalived());

        director.run("ipvsadm " + FOREIGN + "; cp /root/words.conf /root/aloftd.conf");
        try (Router aloftd = aloftd()) {
            aloftd.await("runs with");
            assertThat(tableWithoutForeign()).isEqualTo(words);
            director.run("cp /root/ports.conf /root/aloftd.conf; " + signal("HUP", "aloftd"));
            aloftd.await("it is in force");
            assertThat(tableWithoutForeign()).isEqualTo(withTimeouts(ports, words));
            director.run("cp /root/states.conf /root/aloftd.conf; " + signal("HUP", "aloftd"));
            aloftd.awaitAll(seenByAloftd());
            assertThat(tableWithoutForeign()).isEqualTo(withTimeouts(states, words));
            director.run(signal("TERM", "aloftd"));
            aloftd.awaitCleanExit();
        }
        assertThat(director.run("ipvsadm -S -n").strip()).isEqualTo(FOREIGN);
    }

    private static String keepalivedsTable(String file, List<String> signs) throws Exception {
        try (Router keepalived = keepalived(file)) {
            keepalived.awaitAll(signs);
            String table = director.run(TABLE);
            director.run(signal("TERM", "keepalived"));
            keepalived.awaitCleanExit();
            return table;
        }
    }

    private static List<String> seenByKeepalived() {
        Stream<String> failed = downInStates().map(number -> "TCP_CHECK on service [198.51.100." + number);
        return Stream.concat(failed, Stream.of("Adding service [198.51.100.41]", "Changing weight from 40 to 10"))
                .toList();
    }

    private static List<String> seenByAloftd() {
        Stream<String> failed = downInStates().map(number -> "198.51.100." + number + ":80 of ");
        return Stream.concat(
                        failed, Stream.of("added real server 198.51.100.41", "changed real server 198.51.100.4:80"))
                .toList();
    }

    private static Stream<String> downInStates() {
        return Stream.of("2", "3", "11", "12", "22", "32", "42", "43", "52", "61", "71", "72");
    }

    private static String tableWithoutForeign() {
        return director.run(TABLE).replaceFirst("(?m)^" + FOREIGN + "\n", "");
    }

    /** Timeouts of the kernel stay what they are when they leave the file: nobody remembers what they were before. */
    private static String withTimeouts(String table, String other) {
        return table.replaceFirst("(?m)^Timeout .*$", timeouts(other));
    }

    private static String timeouts(String table) {
        return Arrays.stream(table.split("\n"))
                .filter(line -> line.startsWith("Timeout"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldKeepTheTableOfAnotherNamespace() throws Exception {
        String inside = "ip netns exec balanced ipvsadm -S -n | sort";
        director.run("ip netns add balanced; ipvsadm " + FOREIGN + "\n"
                + write("aloftd.conf", "net_namespace_ipvs balanced\n" + resource("ports.conf")));
        try {
            String table;
            try (Router keepalived = keepalived("aloftd.conf")) {
                keepalived.await("Activating BFD");
                table = director.run(inside);
                director.run(signal("TERM", "keepalived"));
                keepalived.awaitCleanExit();
            }
            try (Router aloftd = aloftd()) {
                aloftd.await("runs with");
                assertThat(director.run(inside)).isEqualTo(table).contains("192.0.2.70:80");
                assertThat(director.run("ipvsadm -S -n").strip()).isEqualTo(FOREIGN);
                director.run(signal("TERM", "aloftd"));
                aloftd.awaitCleanExit();
            }
            assertThat(director.run(inside)).isEmpty();
        } finally {
            director.run("ip netns delete balanced");
        }
    }

    /** Two real servers, both of them the director's own sshd, behind one port; and a service that comes and goes. */
    private static String live(String scheduler, String other) {
        return """
                virtual_server 192.168.100.100 8022 {
                    delay_loop 1
                    lvs_sched %s
                    lvs_method NAT
                    protocol TCP
                    real_server 192.168.100.100 22 {
                        TCP_CHECK {
                            connect_timeout 1
                        }
                    }
                    real_server 192.168.100.101 22 {
                        weight 3
                        TCP_CHECK {
                            connect_timeout 1
                            retry 1
                            delay_before_retry 1
                        }
                    }
                }
                virtual_server 192.0.2.1 %s {
                    lvs_sched rr
                    lvs_method DR
                    protocol TCP
                    real_server 198.51.100.1 %s {
                    }
                }
                """.formatted(scheduler, other, other);
    }

    private static Router client() throws InterruptedException {
        Router client =
                director.controller(List.of("socat", "-T", "100", "STDIO", "TCP:" + Director.ADDRESS + ":8022"));
        return client.await("SSH-2.0");
    }

    /** sshd answers what is no SSH with one line, if the connection still gets to it. */
    private static void assertAlive(Router client) throws InterruptedException {
        client.say("are you there?");
        client.await("Invalid SSH identification string");
    }

    private static String realServers() {
        return director.run("ipvsadm -L -n | awk '/-> 192.168/ { print $2, $4, $5 }' | sort")
                .strip();
    }

    @Test
    void shouldKeepConnectionsWhileServersDrainFilesChangeAndTheAgentCrashes() throws Exception {
        director.run("ip address add 192.168.100.101/24 dev ens33; ipvsadm " + FOREIGN + "\n"
                + write("aloftd.conf", live("wrr", "80")));
        try (Router aloftd = aloftd()) {
            aloftd.await("runs with");
            try (Router held = client()) { // by weight the first connection is 101's
                assertThat(realServers()).isEqualTo("192.168.100.100:22 1 0\n192.168.100.101:22 3 1");
                drainWhile(held);
            }
            drainBothAtOnce();
            loseAServer(aloftd);
            surviveReloadAndCrash(aloftd);
        }
        assertThat(director.run("ipvsadm -S -n").strip()).isEqualTo(FOREIGN);
    }

    private static void drainWhile(Router held) throws InterruptedException {
        try (Router drain =
                director.start("drain", "/opt/aloft/bin/aloftd drain 192.168.100.101 --run-directory /run/aloft")) {
            drain.await("192.168.100.101:22 of TCP 192.168.100.100:8022: 1 active");
            assertThat(realServers()).isEqualTo("192.168.100.100:22 1 0\n192.168.100.101:22 0 1");
            try (Router other = client()) { // the next would be 101's, too
                assertThat(realServers()).isEqualTo("192.168.100.100:22 1 1\n192.168.100.101:22 0 1");
                assertAlive(other);
            }
            assertAlive(held); // and then sshd ends it
            drain.await("drained after").await("take it back with: aloftd undrain 192.168.100.101");
            drain.awaitCleanExit();
        }
        assertThat(realServers()).doesNotContain("192.168.100.101");
        String undrain = director.run("/opt/aloft/bin/aloftd undrain 192.168.100.101 --run-directory /run/aloft");
        assertThat(undrain.strip()).isEqualTo("taken back: 1");
        assertThat(realServers()).contains("192.168.100.101:22 3 ");
    }

    /** Four connections, by weight: each of the two has some. */
    private static void drainBothAtOnce() throws InterruptedException {
        String refused = director.run(
                "/opt/aloft/bin/aloftd drain 192.168.100.100 192.168.100.77" + " --run-directory /run/aloft 2>&1 || :");
        assertThat(refused).contains("no real server is meant by 192.168.100.77;");
        try (Router first = client();
                Router second = client();
                Router third = client();
                Router fourth = client()) {
            assertThat(realServers()).isEqualTo("192.168.100.100:22 1 1\n192.168.100.101:22 3 3");
            String order = "drain 192.168.100.100 192.168.100.101 --run-directory /run/aloft";
            try (Router drain = director.start("both", "/opt/aloft/bin/aloftd " + order)) {
                drain.awaitAll(List.of(
                        "192.168.100.100:22 of TCP 192.168.100.100:8022: 1 active",
                        "192.168.100.101:22 of TCP 192.168.100.100:8022: 3 active"));
                assertThat(realServers()).isEqualTo("192.168.100.100:22 0 1\n192.168.100.101:22 0 3");
                for (Router client : List.of(first, second, third, fourth)) {
                    assertAlive(client); // and then sshd ends it
                }
                drain.awaitAll(List.of(
                        "192.168.100.100: drained; take it back with: aloftd undrain 192.168.100.100",
                        "192.168.100.101: drained; take it back with: aloftd undrain 192.168.100.101"));
                drain.awaitCleanExit();
            }
        }
        assertThat(realServers()).isEmpty();
        assertThat(director.run("/opt/aloft/bin/aloftd undrain 192.168.100.100 192.168.100.101"
                        + " --run-directory /run/aloft"))
                .isEqualTo("192.168.100.100: taken back: 1\n192.168.100.101: taken back: 1\n");
        assertThat(realServers()).contains("192.168.100.100:22 1 ", "192.168.100.101:22 3 ");
    }

    private static void loseAServer(Router aloftd) throws InterruptedException {
        director.run("ip address delete 192.168.100.101/24 dev ens33");
        aloftd.await("192.168.100.101:22 of TCP 192.168.100.100:8022 is down")
                .await("removed real server 192.168.100.101");
        assertThat(realServers()).doesNotContain("192.168.100.101");
        director.run("ip address add 192.168.100.101/24 dev ens33");
        aloftd.await("is up").await("added real server 192.168.100.101");
        assertThat(realServers()).contains("192.168.100.101:22 3 ");
    }

    private static void surviveReloadAndCrash(Router aloftd) throws InterruptedException {
        try (Router held = client()) {
            director.run(write("aloftd.conf", live("wrr", "81")) + signal("HUP", "aloftd"));
            aloftd.await("it is in force");
            assertThat(director.run("ipvsadm -S -n"))
                    .contains("192.0.2.1:81", FOREIGN)
                    .doesNotContain("192.0.2.1:80");
            director.run(write("aloftd.conf", live("wlc", "82")) + signal("KILL", "aloftd"));
            aloftd.exitCode();
            try (Router next = aloftd()) {
                next.await("runs with");
                assertThat(director.run("ipvsadm -S -n"))
                        .contains("192.0.2.1:82", "192.168.100.100:8022 -s wlc", FOREIGN)
                        .doesNotContain("192.0.2.1:81");
                assertThat(realServers()).containsPattern("192.168.100.10[01]:22 [13] 1");
                assertAlive(held);
                director.run(signal("TERM", "aloftd"));
                next.awaitCleanExit();
            }
        }
    }
}
