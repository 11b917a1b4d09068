package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.Test;

/** What changes priorities from outside, with the kernel's own files, processes, links and neighbours. */
class TrackingIT extends OnHosts {
    private static final String VIP = "10.9.0.10";

    private Path configuration(String name, int priority, int virtualRouter, String definitions, String tracked)
            throws IOException {
        return Files.writeString(
                folder.resolve(name), definitions + """

                vrrp_instance VI_1 {
                    state BACKUP
                    interface eth0
                    virtual_router_id %d
                    priority %d
                    version 3
                    advert_int 0.1
                    virtual_ipaddress {
                        %s
                    }
                    %s
                }
                """.formatted(virtualRouter, priority, VIP, tracked));
    }

    @Test
    void shouldLeaveTheVipToItsPeerWhileAScriptFails() throws Exception {
        Path flag = folder.resolve("flag");
        Path check = script("check.sh", "test ! -e " + flag);
        String definition = "vrrp_script check {\nscript " + check + "\nweight -150\n}\n";
        try (Router first = hosts.aloftd(
                        hosts.first, configuration("first.conf", 200, 10, definition, "track_script {\ncheck\n}"));
                Router second = hosts.aloftd(hosts.second, configuration("second.conf", 100, 10, "", ""))) {
            first.await("ACTIVE");
            second.await("speaks on eth0");
            Files.createFile(flag);
            first.await("vrrp_script check is down: exit status 1");
            first.await("priority 200 → 50");
            second.await("ACTIVE");
            first.await("BACKUP");
            assertThat(Hosts.holds(hosts.second, VIP)).isTrue();
            assertThat(Hosts.holds(hosts.first, VIP)).isFalse();
            Files.delete(flag);
            first.await("priority 50 → 200");
            first.await("ACTIVE");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
        }
    }

    @Test
    void shouldFollowInterfacesProcessesAndFiles() throws Exception {
        Commands.run("ip", "-n", hosts.first, "link", "add", "dummy0", "type", "veth", "peer", "name", "dummy1");
        Commands.run("ip", "-n", hosts.first, "link", "set", "dummy0", "up");
        Commands.run("ip", "-n", hosts.first, "link", "set", "dummy1", "up");
        Path file = folder.resolve("load");
        String second = Long.toString(100_000 + ProcessHandle.current().pid());
        String definitions = """
                track_file load {
                    file %s
                    init_file 2
                }
                vrrp_track_process sleeper {
                    process sleep %s
                    weight 20
                }
                """.formatted(file, second);
        String tracked = "track_file {\nload weight 3\n}\ntrack_process {\nsleeper\n}\ntrack_interface {\ndummy0\n}";
        Process sleeper = new ProcessBuilder("sleep", second).start();
        try (Router router = hosts.aloftd(hosts.first, configuration("all.conf", 100, 10, definitions, tracked))) {
            router.await("ACTIVE");
            Files.writeString(file, "-4\n");
            router.await("priority 126 → 108");
            sleeper.destroy();
            router.await("vrrp_track_process sleeper is down: 0 processes, wanted 1 or more");
            router.await("priority 108 → 88");
            Files.delete(file);
            router.await("it is not there; it counts as 0");
            router.await("priority 88 → 100");
            Commands.run("ip", "-n", hosts.first, "link", "set", "dummy0", "down");
            router.await("FAULT: interface dummy0 is down");
            assertThat(Hosts.holds(hosts.first, VIP)).isFalse();
            Commands.run("ip", "-n", hosts.first, "link", "set", "dummy0", "up");
            router.await("ACTIVE");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
        } finally {
            sleeper.destroyForcibly();
        }
    }

    @Test
    void shouldNotBeHeldUpByScriptsThatHangForkOrNeverStopPrinting() throws Exception {
        Path hangs = script("hangs.sh", "sleep 600");
        Path forks = script("forks.sh", "sleep 5 >/dev/null 2>&1 &\nexit 0");
        Path prints = script("prints.sh", "head -c 8000000 /dev/zero");
        String definitions = "vrrp_script hangs {\nscript " + hangs + "\ntimeout 3\nweight -10\n}\n"
                + "vrrp_script forks {\nscript " + forks + "\nweight 5\n}\n"
                + "vrrp_script prints {\nscript " + prints + "\nweight 2\n}\n"
                + "vrrp_script missing {\nscript /nonexistent/script\nweight -40\n}\n";
        Path file =
                configuration("scripts.conf", 100, 10, definitions, "track_script {\nhangs\nforks\nprints\nmissing\n}");
        try (Router router = hosts.aloftd(hosts.first, file)) {
            router.await("vrrp_script missing is down: /nonexistent/script is not there");
            router.await("ACTIVE");
            router.await("vrrp_script hangs is down: took too long and was ended");
            router.await("→ 57");
            router.signal("TERM");
            router.awaitCleanExit();
        }
    }

    @Test
    void shouldPutTheSamePriorityOnTheWireAsKeepalived() throws Exception {
        Packages.provide("tcpdump", "/usr/bin/tcpdump");
        Path file = Files.writeString(folder.resolve("load"), "7\n");
        String definition = "track_file load {\nfile " + file + "\nweight 3 reverse\n}\n";
        String tracked = "track_file {\nload\n}\ntrack_interface {\nlo weight 5\n}";
        Path ours = configuration("ours.conf", 100, 10, definition, tracked);
        Path theirs = configuration("theirs.conf", 100, 11, definition, tracked.replace(VIP, "10.9.0.11"));
        Files.writeString(theirs, Files.readString(theirs).replace(VIP, "10.9.0.11"));
        try (Router wire = hosts.run(hosts.first, List.of("tcpdump", "-nvl", "-i", "eth0", "ip", "proto", "112"));
                Router keepalived = hosts.keepalived(hosts.second, theirs);
                Router aloftd = hosts.aloftd(hosts.first, ours)) {
            keepalived.await("Entering MASTER STATE");
            aloftd.await("ACTIVE");
            wire.await("vrid 11, prio 84");
            wire.await("vrid 10, prio 84");
            Files.writeString(file, "-100\n");
            aloftd.await("priority 84 → 254");
            wire.await("vrid 11, prio 254");
            wire.await("vrid 10, prio 254");
        }
    }

    @Test
    void shouldAgreeWithKeepalivedWhetherEachHearsTheOther() throws Exception {
        Packages.provide("tshark", "/usr/bin/tshark");
        Path ours = bfd("ours.conf", 10, "10.9.0.2", "10.9.0.1", "track_bfd {\npeer weight 50\n}");
        Path theirs = bfd("theirs.conf", 11, "10.9.0.1", "10.9.0.2", "");
        try (Router wire = hosts.run(
                        hosts.first,
                        List.of(
                                "tshark",
                                "-lni",
                                "eth0",
                                "-f",
                                "udp port 3784",
                                "-T",
                                "fields",
                                "-e",
                                "ip.src",
                                "-e",
                                "bfd.sta",
                                "-e",
                                "_ws.expert.message"));
                Router aloftd = hosts.aloftd(hosts.first, ours)) {
            wire.await("10.9.0.1\t0x01");
            try (Router keepalived = hosts.keepalived(hosts.second, theirs)) {
                aloftd.await("bfd_instance peer is up");
                aloftd.await("priority 100 → 150");
                keepalived.await("Entering Up state");
                wire.await("10.9.0.1\t0x03");
                wire.await("10.9.0.2\t0x03");
                assertThat(wire.seen()).noneMatch(line -> line.matches("10\\.9\\.0\\.1\t0x0[0-9]\t.+"));
                keepalived.signal("TERM");
                aloftd.await("bfd_instance peer is down: nothing was heard for 300 ms");
                aloftd.await("priority 150 → 100");
                keepalived.awaitCleanExit();
            }
        }
    }

    @Test
    void shouldTakeOutARealServerWhoseNeighbourIsNotHeard() throws Exception {
        Path ours = bfd("ours.conf", 10, "10.9.0.2", "10.9.0.1", "");
        Files.writeString(ours, Files.readString(ours) + """
                virtual_server 10.9.0.10 80 {
                    lb_kind DR
                    protocol TCP
                    real_server 10.9.0.2 80 {
                        BFD_CHECK {
                            name peer
                        }
                    }
                }
                """);
        Path theirs = bfd("theirs.conf", 11, "10.9.0.1", "10.9.0.2", "");
        try (Router aloftd = hosts.aloftd(hosts.first, ours)) {
            try (Router keepalived = hosts.keepalived(hosts.second, theirs)) {
                aloftd.await("10.9.0.2:80 of TCP 10.9.0.10:80 is up: BFD session peer is up");
                keepalived.signal("TERM");
                aloftd.await(
                        "10.9.0.2:80 of TCP 10.9.0.10:80 is down: BFD session peer is down: nothing was heard for 300 ms");
                keepalived.awaitCleanExit();
            }
        }
    }

    @Test
    void shouldStayActiveWithoutItsLinkWhereThatIsNotTracked() throws Exception {
        Commands.run("ip", "-n", hosts.first, "link", "add", "dummy0", "type", "veth", "peer", "name", "dummy1");
        Commands.run("ip", "-n", hosts.first, "link", "set", "dummy0", "up");
        Commands.run("ip", "-n", hosts.first, "link", "set", "dummy1", "up");
        String tracked = "dont_track_primary\ntrack_interface {\ndummy0\n}";
        try (Router router = hosts.aloftd(hosts.first, configuration("own.conf", 100, 10, "", tracked))) {
            router.await("ACTIVE");
            Commands.run("ip", "-n", hosts.first, "link", "set", "eth0", "down");
            // The kernel tells of links in order: once this one is known, the other was, too.
            Commands.run("ip", "-n", hosts.first, "link", "set", "dummy0", "down");
            router.await("FAULT: interface dummy0 is down");
            assertThat(router.seen()).noneMatch(line -> line.contains("interface eth0 is down"));
        }
    }

    @Test
    void shouldNotMindALinkThatIsBackWithinItsDelay() throws Exception {
        Hosts.ip(hosts.first, "link add dummy0 type veth peer name dummy1");
        Hosts.ip(hosts.first, "link set dummy0 up");
        Hosts.ip(hosts.first, "link set dummy1 up");
        String tracked = "down_timer_adverts 100\ntrack_interface {\ndummy0\n}";
        String delays = "interface_up_down_delays {\neth0 1\ndummy0 60\n}\n";
        try (Router router = hosts.aloftd(hosts.first, configuration("delays.conf", 100, 10, delays, tracked))) {
            router.await("ACTIVE");
            Hosts.ip(hosts.first, "link set dummy0 down");
            Hosts.ip(hosts.first, "link set eth0 down");
            router.await("interface eth0 is down; that counts once it has lasted");
            Hosts.ip(hosts.first, "link set eth0 up");
            router.await("interface eth0 is up again before that counted");
            Hosts.ip(hosts.first, "link set eth0 down");
            router.await("interface eth0 is down; that counts").await("FAULT: interface eth0 is down");
            assertThat(Hosts.holds(hosts.first, VIP)).isFalse();
            Hosts.ip(hosts.first, "link set eth0 up");
            router.await("interface eth0 is up; that counts once it has lasted").await("ACTIVE");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
            assertThat(router.seen())
                    .filteredOn(line -> line.contains("FAULT"))
                    .allMatch(line -> line.contains("interface eth0 is down"));
            configuration("delays.conf", 100, 10, delays.replace("60", "0.1"), tracked);
            router.signal("HUP");
            router.await("FAULT: interface dummy0 is down");
        }
    }

    private Path bfd(String name, int virtualRouter, String neighbor, String source, String tracked)
            throws IOException {
        return configuration(name, 100, virtualRouter, """
                bfd_instance peer {
                    neighbor_ip %s
                    source_ip %s
                    min_rx 100
                    min_tx 100
                    multiplier 3
                }
                """.formatted(neighbor, source), tracked);
    }
}
