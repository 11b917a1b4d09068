package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the whole daemon does when its host lets it down: a full disk, a kernel that refuses, lost news of the kernel, interfaces that go. */
@Timeout(120)
class FaultsIT extends OnHosts {
    private static final String VIP = "10.9.0.10";

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

    private Optional<Path> mounted = Optional.empty();

    @AfterEach
    void unmount() {
        mounted.ifPresent(place -> Commands.run("umount", "--lazy", place.toString()));
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
}
