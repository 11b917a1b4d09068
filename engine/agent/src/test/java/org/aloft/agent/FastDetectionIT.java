package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Members of a group that watch one another by BFD: who takes over when one is silent, and that nobody does when it
 * only seems so. The reason of each takeover says which it was.
 */
@Timeout(120)
class FastDetectionIT extends OnHosts {
    private static final String VIP = "10.9.0.10";

    private Path file(String host, int version, int priority, String lines, String vip) {
        return hosts.write(host + ".conf", """
                vrrp_instance VI_1 {
                    state BACKUP
                    interface eth0
                    virtual_router_id 10
                    version %d
                    priority %d
                    advert_int 1
                    %s
                    virtual_ipaddress {
                        %s
                    }
                }
                """.formatted(version, priority, lines, vip));
    }

    private record Pair(Router active, Router backup) {}

    private Pair pair(int version, String lines, String vip) throws InterruptedException {
        Router active = hosts.aloftd(hosts.first, file(hosts.first, version, 150, lines, vip));
        active.await("VI_1: ACTIVE");
        Router backup = hosts.aloftd(hosts.second, file(hosts.second, version, 100, lines, vip));
        backup.await(" is up: each hears the other");
        active.await(" is up: each hears the other");
        return new Pair(active, backup);
    }

    @ParameterizedTest
    @CsvSource({"2, fast_detection, 10.9.0.10", "3, fast_detection 30 4, 10.9.0.10", "3, fast_detection, fe80::10"})
    void shouldTakeOverAtOnceWhenTheActiveRouterIsSilent(int version, String lines, String vip) throws Exception {
        Pair pair = pair(version, lines, vip);
        pair.active.signal("KILL");
        pair.backup.await("VI_1: ACTIVE");
        assertThat(pair.backup.seen()).last().asString().contains("(BFD)");
    }

    /** The active router answers the advert of a lower one at once. */
    @Test
    void shouldGiveTheVipsBackAtOnceWhenBfdAloneFailed() throws Exception {
        Pair pair = pair(3, "fast_detection", VIP);
        Packages.provide("nftables", "/usr/sbin/nft");
        Hosts.on(hosts.second, "nft", "add table ip test");
        Hosts.on(hosts.second, "nft", "add chain ip test in { type filter hook input priority 0; }");
        Hosts.on(hosts.second, "nft", "add rule ip test in udp dport 3784 drop");
        pair.backup
                .await("VI_1: ACTIVE: 10.9.0.1 was silent")
                .await("VI_1: BACKUP: 10.9.0.1 with priority 150 took over");
        assertThat(hosts.order(hosts.first, "status")).contains("\"state\" : \"ACTIVE\"");
        Hosts.on(hosts.second, "nft", "delete table ip test");
        pair.backup.await(" is up: each hears the other");
    }

    @Test
    void shouldServeWhoSpeaksNoBfdAsBefore() throws Exception {
        hosts.keepalived(hosts.first, file(hosts.first, 3, 150, "fast_detection", VIP))
                .await("Entering MASTER STATE");
        Router backup = hosts.aloftd(hosts.second, file(hosts.second, 3, 100, "fast_detection", VIP));
        backup.await("runs with");
        hosts.awaitFollowing(hosts.second, "10.9.0.1");
        Hosts.ip(hosts.between, "link set port1 down");
        backup.await("no advert of 10.9.0.1 for");
    }
}
