package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.aloft.agent.kernel.process.NotifySocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the whole daemon does when its host lets it down: a full disk, lost news of the kernel, interfaces that go, a
 * loop that hangs.
 */
@Timeout(120)
class FaultsIT {
    private static final String VIP = "10.9.0.10";
    private static final int WATCHDOG_SECONDS = 4;

    /** At one a second, longer than any thread may stand still unseen. */
    private static final int SIGNS_OF_LIFE = 10;

    private static final String SERVICE = """
            virtual_server 10.9.0.10 %d {
                lb_kind DR
                protocol TCP
                real_server 10.9.0.20 80 {
                }
            }
            """;

    /** As the status says it. */
    private static final String SERVED =
            "\"virtualServices\" : [ {\n    \"address\" : \"10.9.0.10\",\n    \"port\" : %d,";

    @TempDir
    Path folder;

    private Hosts hosts;
    private Optional<Path> mounted = Optional.empty();

    @BeforeEach
    void join() {
        hosts = new Hosts(folder);
    }

    @AfterEach
    void leave() {
        hosts.close();
        mounted.ifPresent(place -> Commands.run("umount", "--lazy", place.toString()));
    }

    private Path configuration(String lines, String... vips) {
        return hosts.write("aloftd.conf", """
                vrrp_instance VI_1 {
                    state BACKUP
                    interface eth0
                    virtual_router_id 10
                    priority 200
                    %s
                    virtual_ipaddress {
                        %s
                    }
                }
                """.formatted(lines, String.join("\n", vips)));
    }

    @Test
    void shouldServeOnAFullDiskAndRememberItsVipsOnceThereIsRoom() throws Exception {
        Path run = tinyFileSystem(hosts.runDirectory(hosts.first));
        Path filling = run.resolve("filling");
        fill(filling);
        Path file = configuration("version 3\nadvert_int 0.5", VIP);
        try (Router router = hosts.aloftd(hosts.first, file)) {
            router.await("error: cannot write " + run.resolve("vips") + ": No space left on device");
            router.await("VI_1: ACTIVE");
            assertThat(hosts.order(hosts.first, "status")).contains("\"state\" : \"ACTIVE\"");
            configuration("version 3\nadvert_int 0.5", VIP, "10.9.0.11");
            router.signal("HUP");
            router.await("it is in force");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
            assertThat(Hosts.holds(hosts.first, "10.9.0.11")).isTrue();
            Files.delete(filling);
            router.await(run.resolve("vips") + " is written again");
            assertThat(router.seen())
                    .filteredOn(line -> line.contains("error:"))
                    .hasSize(1);
            router.signal("KILL");
            router.exitCode();
        }
        Path other = configuration("version 3\nadvert_int 0.1", "10.9.0.12");
        try (Router again = hosts.aloftd(hosts.first, other)) {
            again.await("removed 10.9.0.11/32 dev eth0, which an earlier run left behind");
            again.await("VI_1: ACTIVE");
            assertThat(Hosts.holds(hosts.first, VIP)).isFalse();
        }
    }

    /**
     * Room for four pages, and for more files than that: as of a disk that is full, not of one that has no inodes left.
     */
    private Path tinyFileSystem(Path place) throws IOException {
        Files.createDirectories(place);
        Commands.run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", place.toString());
        mounted = Optional.of(place);
        return place;
    }

    private static void fill(Path file) throws IOException {
        try (OutputStream output = Files.newOutputStream(file)) {
            while (true) {
                output.write(new byte[512]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    /** The limit is of a user namespace of its own, so nobody else is short of them. */
    @Test
    void shouldChangeNothingByAReloadThatTheKernelRefuses() throws Exception {
        Path file = hosts.write("aloftd.conf", SERVICE.formatted(80));
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--net",
                "sh",
                "-c",
                "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$@\"",
                "sh"));
        command.addAll(hosts.aloftdCommand(hosts.first, "-f", file.toString()));
        try (Router router = hosts.run(hosts.first, command)) {
            router.await(" runs with ");
            hosts.write(
                    "aloftd.conf",
                    "track_file load {\nfile " + folder.resolve("load") + "\n}\n" + SERVICE.formatted(443));
            Commands.Result reload = hosts.tryOrder(hosts.first, "reload");
            assertThat(reload.exitCode()).isEqualTo(1);
            assertThat(reload.output())
                    .contains("trackers: cannot watch files")
                    .contains("refused; the configuration read before stays in force");
            router.await("is refused; the configuration read before stays in force");
            assertThat(hosts.order(hosts.first, "status")).contains(SERVED.formatted(80));
            assertThat(hosts.order(hosts.first, "reload", "--dry-run"))
                    .contains("virtual_server 10.9.0.10 80 TCP goes", "virtual_server 10.9.0.10 443 TCP comes");
            hosts.write("aloftd.conf", SERVICE.formatted(443));
            assertThat(hosts.order(hosts.first, "reload")).contains("virtual_server 10.9.0.10 443 TCP comes");
            assertThat(hosts.order(hosts.first, "status")).contains(SERVED.formatted(443));
        }
    }

    /** keepalived 2.2.7 ignores them all. */
    @Test
    void shouldOutliveSignalsThatEndOrStopOtherPrograms() throws Exception {
        try (Router router = hosts.aloftd(hosts.first, configuration("version 3\nadvert_int 0.5", VIP))) {
            router.await("VI_1: ACTIVE");
            for (String signal :
                    List.of("ALRM", "STKFLT", "XCPU", "VTALRM", "PROF", "IO", "PWR", "SYS", "TSTP", "TTIN", "TTOU")) {
                router.signal(signal);
                router.signal("HUP");
                router.await("it is in force");
            }
            router.signal("TERM");
            router.awaitCleanExit();
        }
    }

    @Test
    void shouldEndAtOnceWhenToldToDuringItsStartupScript() throws Exception {
        Path begun = folder.resolve("begun");
        Commands.run("mkfifo", begun.toString());
        Path startup = script("startup", "echo begun > " + begun + "\nexec sleep 600");
        Path after = folder.resolve("after");
        Path shutdown = script("shutdown", "echo ended > " + after);
        Path file = hosts.write(
                "aloftd.conf",
                "global_defs {\nstartup_script_timeout 600\nstartup_script " + startup + " root\nshutdown_script "
                        + shutdown + " root\n}\n" + SERVICE.formatted(80));
        try (Router router = hosts.aloftd(hosts.first, file)) {
            assertThat(Files.readString(begun)).isEqualTo("begun\n");
            router.signal("TERM");
            router.awaitCleanExit();
            assertThat(router.seen())
                    .anyMatch(line -> line.contains("stopping before anything was started"))
                    .noneMatch(line -> line.contains(" runs with "));
            assertThat(after).hasContent("ended");
        }
    }

    private Path script(String name, String lines) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + lines + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    /** nohup(1) starts its command so, and shells do with those in the background. */
    @Test
    void shouldObeySignalsThatItsStarterLeftIgnored() throws Exception {
        Path file = configuration("version 3\nadvert_int 0.5", VIP);
        List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' HUP INT TERM; exec \"$@\"", "sh"));
        command.addAll(hosts.aloftdCommand(hosts.first, "-f", file.toString()));
        try (Router router = hosts.run(hosts.first, command)) {
            router.await("VI_1: ACTIVE");
            router.signal("HUP");
            router.await("it is in force");
            router.signal("TERM");
            router.awaitCleanExit();
        }
    }

    /**
     * keepalived writes files then: at DATA, STATS, JSON and STATS_CLEAR of {@code keepalived --signum}, in this order.
     */
    @ParameterizedTest
    @ValueSource(strings = {"USR1", "USR2", "36", "63"})
    void shouldOutliveTheOtherSignalsThatKeepalivedKnows(String signal) throws Exception {
        try (Router router = hosts.aloftd(hosts.first, configuration("version 3\nadvert_int 0.5", VIP))) {
            router.await("VI_1: ACTIVE");
            router.signal(signal);
            if (signal.startsWith("USR")) {
                router.await("SIG" + signal + ": aloftd writes no /tmp/keepalived.");
            }
            router.signal("HUP");
            router.await("it is in force");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
            router.signal("TERM");
            router.awaitCleanExit();
        }
    }

    @Test
    void shouldLookForItselfWhenMoreChangedThanTheKernelCouldTell() throws Exception {
        Hosts.ip(hosts.first, "link add spare0 type veth peer name far0");
        Hosts.ip(hosts.first, "link set far0 up");
        Hosts.ip(hosts.first, "link set spare0 up");
        // A second between adverts: to be stopped for a moment is no reason to listen before it is active again.
        try (Router router =
                hosts.aloftd(hosts.first, configuration("advert_int 1\ntrack_interface {\nspare0\n}", VIP))) {
            router.await("VI_1: ACTIVE");
            router.signal("STOP");
            changeALot();
            Hosts.ip(hosts.first, "address delete " + VIP + "/32 dev eth0");
            router.signal("CONT");
            router.await("10.9.0.10/32 dev eth0 was removed by somebody; put it back");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
            router.signal("STOP");
            changeALot();
            Hosts.ip(hosts.first, "link set spare0 down");
            router.signal("CONT");
            router.await("FAULT: interface spare0 is down");
            assertThat(router.seen()).noneMatch(line -> line.contains("past its deadline"));
        }
    }

    /** Twice as many changes as fit into the receive buffer of a netlink socket. */
    private void changeALot() {
        String lines = IntStream.range(1, 250)
                .mapToObj(number ->
                        "address add 127.7.0.%1$d/32 dev lo\naddress delete 127.7.0.%1$d/32 dev lo\n".formatted(number))
                .collect(Collectors.joining());
        Path batch = hosts.write("batch", lines + lines);
        Commands.run("ip", "-n", hosts.first, "-batch", batch.toString());
    }

    @Test
    void shouldFollowItsInterfaceThroughAnotherNameAndThroughRemovalAndReturn() throws Exception {
        try (Router router = hosts.aloftd(hosts.first, configuration("version 3\nadvert_int 0.1", VIP))) {
            router.await("VI_1: ACTIVE");
            rename("eth0", "uplink0");
            router.await("VI_1: FAULT: there is no interface eth0");
            assertThat(Hosts.holds(hosts.first, VIP)).isFalse();
            rename("uplink0", "eth0");
            router.await("VI_1: ACTIVE");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();

            Hosts.ip(hosts.first, "link delete eth0");
            router.await("VI_1: FAULT: there is no interface eth0");
            Hosts.ip(hosts.first, "link add eth0 type veth peer name port1 netns " + hosts.between);
            Hosts.ip(hosts.between, "link set port1 master bridge up");
            Hosts.ip(hosts.first, "address add 10.9.0.1/24 dev eth0");
            Hosts.ip(hosts.first, "link set eth0 up");
            router.await("VI_1: ACTIVE");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
            Hosts.ping(hosts.second, VIP);
        }
    }

    /** In full service, where the kernel allows that (Linux 6.2). */
    private void rename(String from, String to) {
        List<String> live = List.of("ip", "-n", hosts.first, "link", "set", from, "name", to);
        if (Commands.tryRun(live).exitCode() != 0) {
            Hosts.ip(hosts.first, "link set " + from + " down");
            Hosts.ip(hosts.first, "link set " + from + " name " + to);
            Hosts.ip(hosts.first, "link set " + to + " up");
        }
    }

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

    /** {@code aloftd drain … | less}: a line for each of 600 services fills the socket, and nobody reads on. */
    @Test
    void shouldTakeOrdersWhileAClientDoesNotReadWhatItsDrainSays() throws Exception {
        String services = IntStream.rangeClosed(1, 600).mapToObj("""
                        virtual_server 192.0.2.1 %d {
                            protocol TCP
                            real_server 127.0.0.1 80 {
                                weight 1
                            }
                        }
                        """::formatted).collect(Collectors.joining());
        Path file = hosts.write("aloftd.conf", services);
        UnixDomainSocketAddress control =
                UnixDomainSocketAddress.of(hosts.runDirectory(hosts.first).resolve("control.sock"));
        try (Router router = hosts.aloftd(hosts.first, file)) {
            router.await("runs with");
            try (SocketChannel silent = SocketChannel.open(control)) {
                silent.write(ByteBuffer.wrap("drain\000127.0.0.1\0\0".getBytes(StandardCharsets.UTF_8)));
                assertThat(silent.read(ByteBuffer.allocate(1))).isOne(); // it has begun to tell
                assertThat(hosts.order(hosts.first, "undrain", "127.0.0.1")).contains("taken back: 600");
            }
            router.signal("TERM");
            router.awaitCleanExit();
        }
    }

    /** Room for four more, a check every second, and a client for each of them. */
    @Test
    void shouldKeepItsVipsAndServersWhileClientsAndChecksTakeAllDescriptors() throws Exception {
        Path real = hosts.write("real.pl", """
                use IO::Socket::INET;
                my $door = IO::Socket::INET->new(LocalPort => 8080, Listen => 64, ReuseAddr => 1) or die;
                $| = 1;
                print "listens\\n";
                while (my $client = $door->accept) { close $client }
                """);
        Path journal = hosts.runDirectory(hosts.first).resolve("vips");
        try (Router server = hosts.run(hosts.first, List.of("perl", real.toString()));
                Router router = hosts.aloftd(hosts.first, serving(VIP));
                Crowd crowd = new Crowd(hosts.runDirectory(hosts.first).resolve("control.sock"))) {
            server.await("listens");
            router.awaitAll(List.of("VI_1: ACTIVE", "127.0.0.1:8080 of TCP 10.9.0.10:80 is up"));
            limit(router.pid(), openFiles(router.pid()) + 4);
            crowd.come(12);
            router.awaitAll(List.of("checks cannot be made", "control: cannot accept: Too many open files"));

            serving(VIP, "10.9.0.11");
            router.signal("HUP");
            router.await("it is in force");
            Hosts.ip(hosts.first, "link set eth0 down");
            router.await("VI_1: FAULT");
            Hosts.ip(hosts.first, "link set eth0 up");
            router.await("VI_1: ACTIVE");
            assertThat(Files.readString(journal)).contains(VIP, "10.9.0.11");
            Hosts.ping(hosts.second, "10.9.0.11");

            crowd.leave();
            limit(router.pid(), 4096);
            assertThat(hosts.order(hosts.first, "status")).contains("\"state\" : \"ACTIVE\"");
            assertThat(hosts.order(hosts.first, "explain")).contains("VI_1");
            server.signal("KILL");
            router.await("127.0.0.1:8080 of TCP 10.9.0.10:80 is down"); // and not before
            assertThat(router.seen())
                    .filteredOn(line -> line.contains(" is down:"))
                    .hasSize(1);
            for (String once : List.of("checks cannot be made", "control: cannot accept")) {
                assertThat(router.seen())
                        .filteredOn(line -> line.contains(once))
                        .hasSize(1);
            }
        }
    }

    private Path serving(String... vips) {
        Path file = configuration("version 3\nadvert_int 0.1", vips);
        try {
            return Files.writeString(file, Files.readString(file) + """
                    virtual_server 10.9.0.10 80 {
                        delay_loop 1
                        protocol TCP
                        real_server 127.0.0.1 8080 {
                            TCP_CHECK {
                                connect_timeout 5
                            }
                        }
                    }
                    """);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int openFiles(long process) {
        String[] open = Path.of("/proc", Long.toString(process), "fd").toFile().list();
        assertThat(open).isNotNull();
        return open.length;
    }

    private static void limit(long process, int descriptors) {
        Commands.run("prlimit", "--pid", Long.toString(process), "--nofile=" + descriptors + ":4096");
    }

    /** Clients that connect and do nothing. */
    private static final class Crowd implements AutoCloseable {
        private final UnixDomainSocketAddress door;
        private final List<SocketChannel> clients = new ArrayList<>();

        Crowd(Path socket) {
            door = UnixDomainSocketAddress.of(socket);
        }

        void come(int number) throws IOException {
            for (int client = 0; client < number; client++) {
                clients.add(SocketChannel.open(door));
            }
        }

        void leave() throws IOException {
            for (SocketChannel client : clients) {
                client.close();
            }
        }

        @Override
        public void close() throws IOException {
            leave();
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
