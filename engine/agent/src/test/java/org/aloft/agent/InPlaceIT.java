package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An aloftd that ends and leaves all where it is, and the next one. Needs root. */
class InPlaceIT extends OnHosts {
    private static final String VIP = "10.9.0.10";

    /** So far apart that even a busy machine starts a JVM in between: else an end in place is refused. */
    private static final String ADVERTS = "advert_int 3";

    /** As long as a takeover takes, and longer. */
    private static final long TAKEOVER_MILLIS = 13_000;

    private Path standby() {
        return configuration("second.conf", 100, ADVERTS, VIP);
    }

    @Test
    void shouldCarryOnSoThatNobodyTakesOver() throws Exception {
        Path file = configuration(ADVERTS, VIP);
        Router active = hosts.aloftd(hosts.first, file).await("VI_1: ACTIVE");
        Router standby = hosts.aloftd(hosts.second, standby()).await("VI_1: BACKUP");
        hosts.awaitFollowing(hosts.second, "10.9.0.1");
        Path watched = folder.resolve("watched");
        Process watch = new ProcessBuilder("ip", "netns", "exec", hosts.first, "ip", "monitor", "address")
                .redirectOutput(watched.toFile())
                .start();
        try {
            for (int round = 0; round < 2; round++) {
                assertThat(hosts.order(hosts.first, "end", "--in-place")).contains("leaves VIPs");
                active.awaitCleanExit();
                assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
                active = hosts.aloftd(hosts.first, file).await("VI_1: ACTIVE: carries on");
            }
            Thread.sleep(TAKEOVER_MILLIS);
        } finally {
            watch.destroy();
        }
        assertThat(Files.readString(watched)).doesNotContain(VIP);
        assertThat(standby.seen()).noneMatch(line -> line.contains("ACTIVE"));
        active.signal("TERM");
        standby.await("VI_1: ACTIVE");
        assertThat(Hosts.holds(hosts.first, VIP)).isFalse();
    }

    @Test
    void shouldCleanUpWhenItComesTooLate() throws Exception {
        Path file = configuration(ADVERTS, VIP);
        Router active = hosts.aloftd(hosts.first, file).await("VI_1: ACTIVE");
        Router standby = hosts.aloftd(hosts.second, standby()).await("VI_1: BACKUP");
        hosts.order(hosts.first, "end", "--in-place");
        active.awaitCleanExit();
        standby.await("VI_1: ACTIVE");
        hosts.aloftd(hosts.first, file).await("removed " + VIP).await("VI_1: BACKUP");
        assertThat(Files.exists(hosts.runDirectory(hosts.first).resolve("in-place")))
                .isFalse();
    }

    @Test
    void shouldGoOnWhereTheNextOneCouldNotBeThereInTime() throws Exception {
        Router active = hosts.aloftd(hosts.first, configuration("advert_int 1\nfast_detection", VIP))
                .await("VI_1: ACTIVE");
        Commands.Result refused = hosts.tryOrder(hosts.first, "end", "--in-place");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("goes on: VI_1 has fast_detection");
        assertThat(hosts.tryOrder(hosts.first, "end").exitCode()).isEqualTo(64);
        assertThat(hosts.order(hosts.first, "explain")).contains("VI_1 is ACTIVE");
        assertThat(List.of(active))
                .allSatisfy(router -> assertThat(router.pid()).isPositive());
    }
}
