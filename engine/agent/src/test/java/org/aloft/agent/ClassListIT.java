package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The bundle's list of classes beside what a backup loads that hears another router and takes over. A class that is not
 * in the archive is read from its jar and checked when it is first needed, which may be in the middle of a takeover.
 * Needs root.
 */
class ClassListIT extends OnHosts {
    /** A way that only some runs go may need some; a list that was forgotten lacks dozens. */
    private static final int FEW = 8;

    /** What an announcement says. */
    private static final String ONLY_FOR_TAKEOVERS = "org.aloft.agent.vrrp.PacedAnnouncements$Place";

    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private Path router(String name, int priority) {
        return hosts.write(name, """
                vrrp_instance VI_1 {
                    state BACKUP
                    interface eth0
                    virtual_router_id 10
                    priority %d
                    advert_int 1
                    virtual_ipaddress { 10.9.0.10 }
                }
                """.formatted(priority));
    }

    /** Starts a router whose loaded classes are written to a file, beside one of a higher priority. */
    private Router backup(Path loaded) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", "_JAVA_OPTIONS=-Xlog:class+load:file=" + loaded));
        command.addAll(hosts.aloftdCommand(
                hosts.second, "-f", router("second.conf", 100).toString()));
        return hosts.run(hosts.second, command).await("VI_1: BACKUP");
    }

    private static boolean names(Path loaded, String type) throws IOException {
        try (Stream<String> lines = Files.lines(loaded)) {
            return lines.anyMatch(line -> line.contains(" " + type + " "));
        }
    }

    @Test
    void shouldLoadWhatATakeoverNeedsLongBeforeThereIsOne() throws Exception {
        Path loaded = folder.resolve("loaded");
        hosts.aloftd(hosts.first, router("first.conf", 200)).await("VI_1: ACTIVE");
        Router backup = backup(loaded);
        assertThat(names(loaded, ONLY_FOR_TAKEOVERS)).as("at the start").isFalse();
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!names(loaded, ONLY_FOR_TAKEOVERS) && System.nanoTime() < end) {
            Thread.sleep(200);
        }
        assertThat(names(loaded, ONLY_FOR_TAKEOVERS)).as("after the rehearsal").isTrue();
        assertThat(hosts.order(hosts.second, "explain")).contains("VI_1 is BACKUP");
        assertThat(Hosts.holds(hosts.second, "10.9.0.10")).isFalse();
        backup.signal("TERM");
        backup.awaitCleanExit();
    }

    @Test
    void shouldNameWhatABackupLoadsUntilItHasTakenOver() throws Exception {
        Path loaded = folder.resolve("loaded");
        Router active = hosts.aloftd(hosts.first, router("first.conf", 200)).await("VI_1: ACTIVE");
        Router backup = backup(loaded);
        active.signal("KILL");
        backup.await("VI_1: ACTIVE");

        try (Stream<String> lines = Files.lines(loaded)) {
            assertThat(lines.filter(line -> line.contains(" org.aloft.") && line.contains("$$Lambda")))
                    .as("lambdas that Java links at each start; engine/desugar makes classes of them")
                    .isEmpty();
        }
        try (Stream<String> lines = Files.lines(loaded)) {
            assertThat(lines.filter(line -> line.contains(" org.aloft.") && line.contains(" source: file:")))
                    .as("not in src/bundle/aloftd.classes; train.sh beside it writes that anew")
                    .hasSizeLessThan(FEW);
        }
        try (Stream<String> lines = Files.lines(loaded)) {
            assertThat(lines.filter(line -> line.contains(" org.aloft.") && line.contains(" source: shared objects")))
                    .as("from the archive")
                    .hasSizeGreaterThan(100);
        }
    }
}
