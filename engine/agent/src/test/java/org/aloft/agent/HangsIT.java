package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.kernel.process.NotifySocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the whole daemon does when one of its threads hangs, and what systemd hears of it. */
@Timeout(120)
class HangsIT extends OnHosts {
    private static final String VIP = "10.9.0.10";

    private static final int WATCHDOG_SECONDS = 4;

    /** At one a second, longer than any thread may stand still unseen. */
    private static final int SIGNS_OF_LIFE = 10;

    /** Who opens a FIFO that nobody reads waits for ever, as on a disk that does not answer. */
    private Path disk() throws IOException {
        Path run = Files.createDirectories(hosts.runDirectory(hosts.first));
        Commands.run("mkfifo", run.resolve("vips.new").toString());
        return run.resolve("vips.new");
    }

    private static void awaitTheHang(Router router) throws Exception {
        router.await("the thread vrrp has stood still for");
        router.await("HostHoldings");
    }

    @Test
    void shouldEndWhenAThreadHangsAndLeaveTheNextStartToSystemd() throws Exception {
        Path disk = disk();
        Path file = configuration("version 3\nadvert_int 0.1", VIP);
        try (NotifySocket systemd = NotifySocket.listen(folder.resolve("notify"), WATCHDOG_SECONDS);
                Router router = hosts.run(hosts.first, underSystemd(folder.resolve("notify"), file))) {
            assertThat(systemd.next()).isPresent();
            awaitTheHang(router);
            assertThat(router.exitCode()).isEqualTo(70);
        }
        Files.delete(disk);
        try (Router again = hosts.aloftd(hosts.first, file)) {
            again.await("VI_1: ACTIVE");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
        }
    }

    /** A thread may wait for clients for as long as it likes. */
    @Test
    void shouldTellSystemdThatItIsAliveForAsLongAsItIs() throws Exception {
        Path file = configuration("version 3\nadvert_int 0.1", VIP);
        try (NotifySocket systemd = NotifySocket.listen(folder.resolve("notify"), WATCHDOG_SECONDS);
                Router router = hosts.run(hosts.first, underSystemd(folder.resolve("notify"), file))) {
            router.await("VI_1: ACTIVE");
            for (int alive = 0; alive < SIGNS_OF_LIFE; ) {
                Optional<String> next = systemd.next();
                assertThat(next).as("after " + alive + " signs of life").isPresent();
                alive += next.get().equals("WATCHDOG=1") ? 1 : 0;
            }
        }
    }

    @Test
    void shouldStartAgainByItselfWhereNobodyElseDoes() throws Exception {
        Path disk = disk();
        Path file = configuration("version 3\nadvert_int 0.1", VIP);
        try (Router router = hosts.aloftd(hosts.first, file)) {
            awaitTheHang(router);
            router.await("aloftd starts again");
            Files.delete(disk);
            router.await("VI_1: ACTIVE");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
            router.signal("TERM"); // of the same number
            router.awaitCleanExit();
        }
    }

    /** As systemd starts a service of type notify. */
    private List<String> underSystemd(Path socket, Path file) {
        List<String> command = hosts.aloftdCommand(hosts.first, "-f", file.toString());
        String line = "WATCHDOG_PID=$$ WATCHDOG_USEC=" + WATCHDOG_SECONDS + "000000 NOTIFY_SOCKET=" + socket + " exec "
                + String.join(" ", command);
        return List.of("sh", "-c", line);
    }
}
