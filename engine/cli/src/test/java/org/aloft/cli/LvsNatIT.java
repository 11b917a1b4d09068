package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As {@link LvsInventoriesIT}, for what stands between two networks: directors have a card in each. */
@Tag("clusters")
class LvsNatIT extends OnInventories {
    private static final String OUTSIDE = "192.168.100.0/24";
    private static final String INSIDE = "192.168.200.0/24";
    private static final List<LabHost> HOSTS = List.of(
            new LabHost("node1", "192.168.100.100").withCard("ens34", "192.168.200.100"),
            new LabHost("node2", "192.168.100.111").withCard("ens34", "192.168.200.111"),
            new LabHost("a1", "192.168.200.21"),
            new LabHost("a2", "192.168.200.22"),
            new LabHost("b1", "192.168.200.31"),
            new LabHost("b2", "192.168.200.32"),
            new LabHost("client", "192.168.100.20"));

    private static final String WING_A = "http://192.168.100.10/";
    private static final String WING_B = "http://192.168.100.11/";

    @BeforeAll
    static void start() throws IOException {
        start(LabSpec.of(HOSTS, List.of(OUTSIDE, INSIDE))
                .withName("nat-" + ProcessHandle.current().pid()));
    }

    /** Behind a firewall that lets nobody in or through whom nobody has named. */
    @Test
    void shouldServeByTwoWingsEachOfWhichMovesAsAWhole() throws IOException {
        List.of("a1", "a2", "b1", "b2").forEach(host -> on(host, CERTIFICATE));
        List.of("node1", "node2").forEach(host -> on(host, UFW));
        Path cluster = cluster("lvs-nat-two-wings");
        bringUp(cluster, "node1", "node2", "a1", "a2", "b1", "b2");
        awaitWings("node1", "node2");
        assertServed();

        repliesAreLetThroughBecauseAloftSaysSo(cluster);
        aWingMovesAsAWhole();
        aPageSaysSorry();
        nothingToDo(cluster);

        Path changed = changed(cluster, "real_servers: {wing_b: 1}", "real_servers: {b1: 1, b2: 3}");
        apply(changed);
        assertThat(answers(WING_B, 8)).filteredOn("b2\n"::equals).hasSize(6);
        destroy(changed);
        for (String director : List.of("node1", "node2")) {
            assertThat(on(director, "ufw show added | grep '^ufw'; cat /proc/sys/net/ipv4/vs/conntrack"))
                    .isEqualTo("ufw allow 22/tcp\n0\n");
            assertThat(on(director, "grep -rl '^# Written by Aloft' /etc || :")).isEmpty();
        }
    }

    private static void awaitWings(String ofA, String ofB) {
        awaitHolder(ofA, "192.168.100.10");
        awaitHolder(ofA, "192.168.200.10");
        awaitHolder(ofB, "192.168.100.11");
        awaitHolder(ofB, "192.168.200.11");
    }

    private static void assertServed() {
        assertThat(answers(WING_A, 6)).as("persistence").containsOnly(fromClient(WING_A));
        assertThat(fromClient(WING_A)).isIn("a1\n", "a2\n");
        assertThat(fromClient("https://192.168.100.10/")).isIn("a1\n", "a2\n");
        assertThat(answers(WING_B, 4)).containsOnly("b1\n", "b2\n").contains("b1\n", "b2\n");
        assertThat(answers("https://192.168.100.11/", 4)).contains("b1\n", "b2\n");
    }

    /** Else the firewall of the director drops them. */
    private static void repliesAreLetThroughBecauseAloftSaysSo(Path cluster) {
        on("node1", "echo 0 >/proc/sys/net/ipv4/vs/conntrack");
        assertThat(on("client", "curl -s -m 5 " + WING_A + " || echo no answer"))
                .isEqualTo("no answer\n");
        Invocation planned = aloft(cluster, "plan");
        assertThat(planned.out()).as(planned.toString()).contains("replies in ufw");
        apply(cluster);
        assertServed();
    }

    private static void aWingMovesAsAWhole() {
        powerOff("node1");
        awaitWings("node2", "node2");
        assertServed();
        powerOn("node1");
        awaitWings("node1", "node2");
        assertServed();
    }

    private static void aPageSaysSorry() {
        on("a1", "echo changed >/var/www/html/release.txt");
        await(WING_A, "a2\n");
        on("a2", "systemctl stop nginx");
        await(WING_A, "We are back soon\n");
        assertThat(answers(WING_B, 4)).as("the other wing serves").contains("b1\n", "b2\n");
        on("a1", "echo 'release 1' >/var/www/html/release.txt");
        await(WING_A, "a1\n");
        on("a2", "systemctl start nginx");
    }

    /** What the web servers' operator brings. */
    private static final String CERTIFICATE = """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=site \\
                -keyout /run/site.key -out /run/site.crt 2>&1
            cat /run/site.crt /run/site.key >/etc/ssl/site.pem
            """;

    /** A guest's kernel has no nftables for IPv4, by which Debian's iptables work unless they are told otherwise. */
    private static final String UFW = """
            apt-get install -qy ufw
            { iptables -N try && iptables -X try; } 2>/dev/null || for tables in iptables ip6tables; do
                update-alternatives --set $tables /usr/sbin/$tables-legacy
            done
            ufw allow 22/tcp && ufw --force enable
            """;
}
