package org.aloft.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.aloft.cli.OnDemoCluster.aloft;
import static org.aloft.cli.OnDemoCluster.applyWhileClientsAsk;
import static org.aloft.cli.OnDemoCluster.assertNothingToDo;
import static org.aloft.cli.OnDemoCluster.folder;
import static org.aloft.cli.OnDemoCluster.in;
import static org.aloft.cli.OnDemoCluster.on;
import static org.aloft.cli.OnDemoCluster.variant;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Of the story of {@link ClusterIT}: what hurts when it is done in the wrong order. Clients ask a hundred times a second
 * meanwhile.
 */
interface ChangesWhileClientsAsk {
    @Test
    @Order(10)
    default void shouldChangeWhatPeersShareWithoutAnyClientNoticing() throws Exception {
        Path other = variant("auth.yml", "password: abc123", "password: xyz789");

        Invocation applied = applyWhileClientsAsk(other);

        assertThat(applied.out() + applied.err())
                .contains("standby director stands back", "192.168.100.10  stays on lvs1, no gap expected")
                .doesNotContain("xyz789", "abc123");
        assertThat(aloft("apply", "--yes").status()).isZero();
        assertNothingToDo();
    }

    @Test
    @Order(11)
    default void shouldTakeARealServerOutWithoutAnyClientNoticing() throws Exception {
        Path other = variant("drop.yml", "real_servers: {web: 1} ", "real_servers: {web1: 1}");

        Invocation applied = applyWhileClientsAsk(other);

        assertThat(applied.out())
                .containsSubsequence(
                        "lvs2", "lvs1", "drain", "web2", "192.168.100.10/32 from lo", "arp_ignore: back to 0");
        assertThat(on("web2", "ip -o address show dev lo; cat /proc/sys/net/ipv4/conf/all/arp_ignore"))
                .doesNotContain("192.168.100.10")
                .endsWith("0\n");
        assertThat(aloft("apply", "--yes").status()).isZero();
        assertNothingToDo();
    }

    /** A page, which is read anew for each request, and a unit, whose service restarts for it. */
    @Test
    @Order(12)
    default void shouldRestartRealServersWithoutAnyClientNoticing() throws Exception {
        Path other = variant("unit.yml", "    files:\n", """
                    files:
                      /etc/systemd/system/nginx.service.d/limit.conf: {content: "[Service]\\nLimitNOFILE=4096\\n"}
                      /var/www/html/news.html: {content: "news\\n"}
                """);

        Invocation applied = applyWhileClientsAsk(other);

        assertThat(applied.out())
                .contains(
                        "nginx.service restarts on web1, then web2; each is drained before, and taken back afterwards")
                .containsSubsequence(
                        "Wave 1: directors drain real servers",
                        "Wave 2: real server\n  web1",
                        "Wave 3: directors drain real servers",
                        "Wave 4: real server\n  web2",
                        "Wave 5: directors take real servers back");
        assertThat(on("web2", "systemctl show -P LimitNOFILE nginx")).isEqualTo("4096\n");
        assertThat(aloft("status").out())
                .containsPattern("192\\.168\\.100\\.200:80 +web1 +up")
                .containsPattern("192\\.168\\.100\\.222:80 +web2 +up");
        assertThat(aloft("apply", "--yes").status()).isZero();
        assertNothingToDo();
    }

    /**
     * Another version by its id; the programs in it are the same. An emulated host may need seconds to start Java, so
     * the adverts that the next process has to be in time for are far apart.
     */
    @Test
    @Order(13)
    default void shouldChangeTheAgentsVersionWithoutAnyClientNoticing() throws Exception {
        Path topology = folder.resolve("topology.yml");
        String before = Files.readString(topology);
        Files.move(variant("slow.yml", "    vips:", "    advert_interval: 10s\n    vips:"), topology, REPLACE_EXISTING);
        assertThat(aloft("apply", "--yes").status()).isZero();
        Installation other = AnotherBundle.in(folder.resolve("another"));
        String since = on("lvs1", "date +%s").strip();

        Invocation applied = applyWhileClientsAsk(topology, other);

        assertThat(applied.out())
                .contains("192.168.100.10  stays on lvs1, no gap expected", "lvs1 restarts and leaves the VIP in place")
                .containsSubsequence("lvs2", "lvs1");
        assertThat(on("lvs1", "readlink /opt/aloft/current; journalctl -u aloftd -o cat --since=@" + since))
                .contains(other.bundle().id(), "VI_1: ACTIVE: carries on")
                .doesNotContain("handing over", "removed virtual service");
        Files.writeString(topology, before);
        // What peers share and the agent itself do not change at once.
        assertThat(in(other, topology, "apply", "--yes").status()).isZero();
        assertThat(aloft("apply", "--yes").status()).isZero();
        assertNothingToDo();
    }
}
