package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bundle as it is installed, on two hosts of one network, beside itself; {@link KeepalivedPairIT} has it beside keepalived. */
class AloftdIT extends OnHosts {
    private static final String VIP = "10.9.0.10";

    private String[] inFirst(String... arguments) {
        List<String> command = hosts.aloftdCommand("test", arguments);
        return Stream.concat(Stream.of("ip", "netns", "exec", hosts.first), command.stream())
                .toArray(String[]::new);
    }

    @Test
    void shouldRunEveryThreadInRealTimeWhenTheConfigurationAsksForIt() throws Exception {
        Path file = folder.resolve("real-time.conf");
        Files.writeString(
                file,
                "global_defs {\nvrrp_rt_priority 30\nprocess_names\n}\n"
                        + Files.readString(fast("first.conf", 200, VIP)));
        try (Router router = hosts.aloftd(hosts.first, file)) {
            router.await("VI_1: ACTIVE");
            try (Stream<Path> threads = Files.list(Path.of("/proc/" + router.pid() + "/task"))) {
                assertThat(threads.map(AloftdIT::realTimePriority).toList())
                        .hasSizeGreaterThan(5)
                        .isSubsetOf(29, 30);
            }
            assertThat(Commands.run("ps", "-L", "-o", "comm=", "-p", Long.toString(router.pid())))
                    .startsWith("keepalived\n")
                    .contains("keepalived_vrrp\n");
        }
    }

    /** As from a session without a locale, and with a umask that would let everybody write. */
    @Test
    void shouldNotDependOnTheLocaleAndTheUmaskOfItsCaller() throws Exception {
        Path script = Files.writeString(
                folder.resolve("über.sh"), "#!/bin/sh\necho \"${LC_ALL-none} $(umask)\" >\"$0.said\"\n");
        Commands.run("chmod", "755", script.toString());
        Path included = Files.createDirectories(folder.resolve("dä")).resolve("one.conf");
        Path file = fast("first.conf", 200, VIP);
        Files.move(file, included);
        Files.writeString(file, "global_defs {\nscript_user root\n}\ninclude " + folder.resolve("dä") + "/*.conf\n");
        List<String> command =
                new java.util.ArrayList<>(List.of("env", "LC_ALL=C", "sh", "-c", "umask 000; exec \"$@\"", "sh"));
        command.addAll(hosts.aloftdCommand(hosts.first, "-f", file.toString()));
        try (Router router = Router.start(hosts.first, command, folder)) {
            router.await("VI_1: ACTIVE");
            Path run = hosts.runDirectory(hosts.first);
            assertThat(Commands.run(
                                    "stat",
                                    "-c",
                                    "%a %n",
                                    run + "/vips",
                                    run + "/aloftd.lock",
                                    run + "/aloftd.sock",
                                    run + "/control.sock")
                            .replace(run + "/", ""))
                    .isEqualTo("644 vips\n644 aloftd.lock\n666 aloftd.sock\n600 control.sock\n");

            Files.writeString(
                    included,
                    Files.readString(included).replace("priority 200", "priority 200\nnotify \"" + script + "\""));
            router.signal("HUP");
            router.await("it is in force");
            router.signal("TERM");
            router.awaitCleanExit();
        }
        assertThat(Path.of(script + ".said")).hasContent("C 0022");
    }

    /** proc(5), field 40 of stat. */
    private static int realTimePriority(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[37]);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void shouldExplainItselfSayWhatAReloadWouldDoAndHandOverOnCommand() throws Exception {
        Path file = fast("first.conf", 200, VIP);
        try (Router first = hosts.aloftd(hosts.first, file);
                Router second = hosts.aloftd(hosts.second, fast("second.conf", 100, VIP))) {
            first.await("VI_1: ACTIVE");
            assertThat(hosts.order(hosts.first, "explain", "VI_1"))
                    .contains(
                            "VI_1 is ACTIVE since", "because   ", "priority  200 = 200 configured", "VIPs      " + VIP);
            fast("first.conf", 210, VIP, "10.9.0.11");
            assertThat(hosts.order(hosts.first, "reload", "--dry-run"))
                    .contains("vrrp_instance VI_1: priority: 200 -> 210", "10.9.0.11/32 dev eth0 comes");
            assertThat(hosts.order(hosts.first, "reload"))
                    .contains("the reload changed:", "10.9.0.11/32 dev eth0 comes");
            assertThat(hosts.order(hosts.first, "handover", "VI_1")).contains("VI_1: ");
            second.await("VI_1: ACTIVE");
            assertThat(hosts.order(hosts.first, "explain")).contains("VI_1 is BACKUP", "aloftd handover --back VI_1");
            assertThat(hosts.order(hosts.first, "handover", "--back", "VI_1"))
                    .contains("takes part in elections again");
            first.await("VI_1: ACTIVE");
        }
    }

    @Test
    void shouldHandTheVipOverWhenItIsStopped() throws Exception {
        try (Router first = hosts.aloftd(hosts.first, fast("first.conf", 200, VIP));
                Router second = hosts.aloftd(hosts.second, fast("second.conf", 100, VIP))) {
            first.await("ACTIVE");
            second.await("runs with");
            hosts.awaitFollowing(hosts.second, "10.9.0.1");
            first.signal("TERM");
            first.awaitCleanExit();
            second.await("10.9.0.1 said that it is stopping (priority 0)");
            assertThat(Hosts.holds(hosts.second, VIP)).isTrue();
            assertThat(Hosts.holds(hosts.first, VIP)).isFalse();
        }
    }

    @Test
    void shouldTakeOverAfterACrashAndCleanUpWhatItLeft() throws Exception {
        Path file = fast("first.conf", 200, VIP, "10.9.0.11");
        try (Router first = hosts.aloftd(hosts.first, file);
                Router second = hosts.aloftd(hosts.second, fast("second.conf", 100, VIP))) {
            first.await("ACTIVE");
            second.await("runs with");
            hosts.awaitFollowing(hosts.second, "10.9.0.1");
            first.signal("KILL");
            second.await("ACTIVE: no advert of 10.9.0.1");
            assertThat(Hosts.holds(hosts.first, "10.9.0.11")).as("left behind").isTrue();
        }
        Path changed = fast("first.conf", 200, VIP);
        try (Router again = hosts.aloftd(hosts.first, changed)) {
            again.await("ACTIVE");
            assertThat(again.seen())
                    .anyMatch(line -> line.contains("removed 10.9.0.10/32 dev eth0, which an earlier run left behind"))
                    .anyMatch(line -> line.contains("removed 10.9.0.11/32 dev eth0, which an earlier run left behind"));
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
            assertThat(Hosts.holds(hosts.first, "10.9.0.11")).isFalse();
        }
    }

    @Test
    void shouldPutBackAVipThatSomebodyRemoved() throws Exception {
        try (Router router = hosts.aloftd(hosts.first, fast("first.conf", 200, VIP))) {
            router.await("ACTIVE");
            Commands.run("ip", "-n", hosts.first, "address", "delete", VIP + "/32", "dev", "eth0");
            router.await("10.9.0.10/32 dev eth0 was removed by somebody; put it back");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
        }
    }

    @Test
    void shouldFailOverWhenTheLinkGoesAwayAndComeBackWithIt() throws Exception {
        try (Router router = hosts.aloftd(hosts.first, fast("first.conf", 200, VIP))) {
            router.await("ACTIVE");
            Commands.run("ip", "-n", hosts.first, "link", "set", "eth0", "down");
            router.await("FAULT: interface eth0 is down; run: ip link set eth0 up");
            assertThat(Hosts.holds(hosts.first, VIP)).isFalse();
            Commands.run("ip", "-n", hosts.first, "link", "set", "eth0", "up");
            router.await("ACTIVE");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
        }
    }

    @Test
    void shouldReloadWithoutLosingTheVipsThatStay() throws Exception {
        Path file = fast("first.conf", 200, VIP);
        try (Router router = hosts.aloftd(hosts.first, file);
                Router watcher = hosts.run(hosts.first, List.of("ip", "monitor", "address"))) {
            router.await("ACTIVE");
            Files.writeString(file, "vrrp_instnce VI_1 {\n}\n");
            router.signal("HUP");
            router.await("unknown keyword in the top level: vrrp_instnce; did you mean vrrp_instance?");
            router.await("the configuration read before stays in force");
            fast("first.conf", 210, VIP, "10.9.0.11");
            router.signal("HUP");
            router.await("it is in force");
            watcher.await("10.9.0.11/32");
            assertThat(watcher.seen()).noneMatch(line -> line.contains("Deleted") && line.contains(VIP + "/"));
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
        }
    }

    @Test
    void shouldMoveAVipFromOneInstanceToAnotherInOneReloadWithoutRemovingIt() throws Exception {
        Path file = pair("10.9.0.10\n10.9.0.11", "10.9.0.12");
        try (Router router = hosts.aloftd(hosts.first, file);
                Router watcher = hosts.run(hosts.first, List.of("ip", "-o", "monitor", "address"))) {
            router.await("VI_1: ACTIVE");
            router.await("VI_2: ACTIVE");
            pair("10.9.0.10", "10.9.0.11\n10.9.0.12\n10.9.0.13");
            router.signal("HUP");
            router.await("it is in force");
            watcher.await("10.9.0.13/32");
            assertThat(watcher.seen()).noneMatch(line -> line.contains("Deleted"));
            assertThat(Hosts.holds(hosts.first, "10.9.0.11")).isTrue();
        }
    }

    /** Two instances that are active at once and for ever: their own VIPs. */
    private Path pair(String first, String second) throws IOException {
        String block = """
                vrrp_instance VI_%d {
                    interface eth0
                    virtual_router_id 1%d
                    priority 255
                    version 3
                    advert_int 0.1
                    virtual_ipaddress {
                        %s
                    }
                }
                """;
        return Files.writeString(
                folder.resolve("pair.conf"), block.formatted(1, 1, first) + block.formatted(2, 2, second));
    }

    @Test
    void shouldServeFromAVirtualMacAndKeepItsRoutesAndRules() throws Exception {
        Path file = configuration("first.conf", 200, """
                version 3
                advert_int 0.1
                use_vmac
                virtual_routes {
                    10.20.0.0/24 via 10.9.0.254 dev eth0
                }
                virtual_rules {
                    from 10.21.0.0/24 table 100 priority 77
                }
                """, VIP);
        try (Router router = hosts.aloftd(hosts.first, file)) {
            router.await("speaks on vrrp.10 from 10.9.0.1");
            router.await("ACTIVE");
            Hosts.ping(hosts.second, VIP);
            assertThat(Commands.run("ip", "-n", hosts.first, "link", "show", "vrrp.10"))
                    .contains("00:00:5e:00:01:0a");
            Commands.run("ip", "-n", hosts.first, "route", "delete", "10.20.0.0/24");
            router.await("10.20.0.0/24 via 10.9.0.254 dev eth0 was removed by somebody; put it back");
            Commands.run("ip", "-n", hosts.first, "rule", "delete", "priority", "77");
            router.await("priority 77 was removed by somebody; put it back");
            router.signal("TERM");
            router.awaitCleanExit();
            assertThat(Commands.run("ip", "-n", hosts.first, "link", "show")).doesNotContain("vrrp.10");
            assertThat(Commands.run("ip", "-n", hosts.first, "route", "show")).doesNotContain("10.20.0.0");
        }
    }

    @Test
    void shouldHoldVipsAndSayWhatToLoadWhereTheKernelHasNoIpvs() throws Exception {
        assumeThat(Path.of("/proc/net/ip_vs")).doesNotExist();
        Path file = fast("first.conf", 200, VIP);
        Files.writeString(file, """
                virtual_server %s 80 {
                    protocol TCP
                    real_server 10.9.0.20 80 {
                    }
                }
                """.formatted(VIP), StandardOpenOption.APPEND);
        try (Router first = hosts.aloftd(hosts.first, file)) {
            first.await("no generic netlink family IPVS); run `modprobe ip_vs`");
            first.await("ACTIVE");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
            assertThat(hosts.order(hosts.first, "status"))
                    .contains("\"balancingProblem\" : \"cannot reach the kernel's IPVS: ");
            first.signal("TERM");
            first.awaitCleanExit();
        }
    }

    @Test
    void shouldSayWhatItDoesAsJson() throws Exception {
        try (Router router = hosts.aloftd(hosts.first, fast("first.conf", 200, VIP))) {
            router.await("ACTIVE");
            assertThat(hosts.order(hosts.first, "status"))
                    .contains("\"state\" : \"ACTIVE\"")
                    .contains("\"activeRouter\" : \"10.9.0.1\"")
                    .contains("\"vips\" : [ \"10.9.0.10/32\" ]");
        }
    }

    @Test
    void shouldRefuseASecondOneInTheSameRunDirectory() throws Exception {
        Path file = fast("first.conf", 200, VIP);
        try (Router router = hosts.aloftd(hosts.first, file)) {
            router.await("ACTIVE");
            try (Router second = hosts.aloftd(hosts.first, file)) {
                second.await("another aloftd is running");
                assertThat(second.exitCode()).isEqualTo(1);
            }
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
        }
    }

    @Test
    void shouldTestAFileWithoutRunning() throws Exception {
        Path fine = fast("fine.conf", 200, VIP);
        Path wrong = Files.writeString(folder.resolve("wrong.conf"), "vrrp_instance VI_1 {\n  priority 300\n}\n");
        assertThat(Commands.run(inFirst("--config-test", "-f", fine.toString())))
                .isEqualTo(fine + ": fine; 1 vrrp_instance, 0 virtual_server\n");
        Path elsewhere = Files.writeString(
                folder.resolve("elsewhere.conf"), Files.readString(fine).replace("eth0", "eth7"));
        assertThat(Commands.tryRun(hosts.aloftdCommand("test", "--syntax", "-t", "-f", elsewhere.toString()))
                        .exitCode())
                .isZero();
        Commands.Result notHere = Commands.tryRun(List.of(inFirst("--config-test", "-f", elsewhere.toString())));
        assertThat(notHere.exitCode()).isEqualTo(1);
        assertThat(notHere.output()).contains("there is no interface eth7; this machine has eth0, lo");
        Commands.Result refused = Commands.tryRun(hosts.aloftdCommand("test", "--config-test", "-f", wrong.toString()));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains(wrong + ":2:12: priority must be a whole number 1..255: priority 300");
    }

    @Test
    void shouldTellOnceWhoElseSpeaksVrrpWhereThatIsWanted() throws Exception {
        Path file = fast("first.conf", 200, VIP);
        String quiet = Files.readString(file);
        String other =
                quiet.replace("virtual_router_id 10", "virtual_router_id 77").replace(VIP, "10.9.0.77");
        String told = "eth0: 10.9.0.2 sends adverts of virtual_router_id 77, which no vrrp_instance here has";
        try (Router first = hosts.aloftd(hosts.first, file);
                Router second = hosts.aloftd(hosts.second, hosts.write("second.conf", other))) {
            first.await("ACTIVE");
            second.await("ACTIVE");
            Files.writeString(file, "global_defs {\nlog_unknown_vrids\n}\n" + quiet);
            assertThat(hosts.order(hosts.first, "reload")).contains("global_defs: log_unknown_routers: off -> on");
            first.await(told);
            hosts.write("second.conf", other.replace("77\n", "78\n"));
            second.signal("HUP");
            first.await(told.replace("77", "78"));
            first.signal("TERM");
            first.awaitCleanExit();
            assertThat(first.seen())
                    .filteredOn(line -> line.contains("which no vrrp_instance here has"))
                    .hasSize(2);
        }
    }
}
