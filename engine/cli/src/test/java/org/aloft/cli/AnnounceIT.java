package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.aloft.lab.LabKernel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What directors of {@code ecmp} announce to a router, and when they withdraw. On this machine's kernel, which need not
 * have IPVS: what is balanced is tried by {@link EcmpInventoryIT}.
 */
class AnnounceIT extends OnEcmpInventory {
    @BeforeAll
    static void start() throws IOException {
        startBehindRouter(LabKernel.NATIVE);
    }

    @Test
    void shouldAnnounceWhileServicesAreWellAndWithdrawElse() throws IOException {
        Path cluster = cluster("ecmp");
        remember("node1", "node2", "node3", "server1", "server2");
        applied(cluster);
        announcedBy(VIP, "node1", "node2", "node3");
        assertThat(on("router", "ip route | grep -c bgp"))
                .as("nothing else comes from there")
                .isEqualTo("1\n");
        assertThat(on("node1", "ip route show proto bgp"))
                .as("nothing is taken from it")
                .isEmpty();
        assertThat(aloft(cluster, "status").out()).containsPattern("VIP 203.0.113.10 +lvs2 +ANNOUNCED");

        withdrawsWhenItReachesNoRealServer();
        assertThat(aloft(cluster, "status").out()).containsPattern("VIP 203.0.113.10 +lvs2 +WITHDRAWN");
        comesBackWhenItReachesThemAgain();
        withdrawsWhenItsAgentIsGone();
        on("node3", "systemctl stop aloftd");
        announcedBy(VIP, "node1", "node2");
        on("node3", "systemctl start aloftd");
        announcedBy(VIP, "node1", "node2", "node3");
        on("node3", "systemctl restart aloft-announce");
        announcedBy(VIP, "node1", "node2", "node3");
        isMissedAfterAPowerCut();
        comesBackWithThePower();
        nothingToDo(cluster);

        Path changed = changed(cluster, VIP, "203.0.113.11");
        applied(changed);
        announcedBy("203.0.113.11", "node1", "node2", "node3");
        announcedBy(VIP);
        assertThat(on("node1", "ip -o address show dev lo"))
                .contains("203.0.113.11/32")
                .doesNotContain(VIP);
        nothingToDo(changed);

        Path silent = changed(cluster, "announce:", "x-announce:");
        applied(silent);
        announcedBy("203.0.113.11");
        assertThat(on("node1", "ip -o address show dev lo")).doesNotContain("203.0.113");
        nothingToDo(silent);

        applied(cluster);
        announcedBy(VIP, "node1", "node2", "node3");
        destroyed(cluster);
        announcedBy(VIP);
        assertThat(on("node1", "dpkg-query -W -f '${Status}' frr; ls -d /etc/systemd/system/*announce* || :"))
                .doesNotContain("install ok installed", "aloft-announce");
    }

    private static void applied(Path cluster) {
        Invocation applied = aloft(cluster, "apply", "--yes");
        assertThat(applied.status()).as(applied.toString()).isZero();
    }
}
