package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * aloftd and keepalived in one group, in every manner of speaking: each is active once, and hands over to the other.
 * tshark reads every packet and keepalived every advert of aloftd without a complaint. The cases run side by side, each
 * on a network of its own.
 */
@Timeout(240)
class InteropIT {
    /** JVMs start in each case; more at a time would only wait for each other. */
    private static final int AT_A_TIME = 3;

    /** How keepalived 2.2.7 words what it does not like about an advert. */
    private static final List<String> COMPLAINTS =
            List.of("checksum", "nvalid", "mismatch", "unexpected", "wrong", "expecting", "Expected", "not present in");

    @TempDir
    static Path home;

    private static final ExecutorService RUNNERS = Executors.newFixedThreadPool(AT_A_TIME);

    @BeforeAll
    static void install() {
        Packages.provide("keepalived", "/usr/sbin/keepalived");
        Packages.provide("tcpdump", "/usr/bin/tcpdump");
        Packages.provide("tshark", "/usr/bin/tshark");
    }

    @AfterAll
    static void stop() {
        RUNNERS.shutdownNow();
    }

    /**
     * A manner of speaking.
     *
     * @param name of the case
     * @param lines of both instances; {@code PEER} stands for the other host's address
     * @param vips of both instances; none for an instance whose adverts name none
     * @param ipv6 whether the hosts speak IPv6
     * @param preempt whether aloftd, of the higher priority, takes over when it comes back
     */
    private record Manner(String name, String lines, List<String> vips, boolean ipv6, boolean preempt) {
        String address(int host) {
            return (ipv6 ? "fe80::" : "10.9.0.") + host;
        }

        /** Where no VIP stands in adverts, there is one that does not. */
        List<String> held() {
            return vips.isEmpty() ? EXCLUDED : vips;
        }

        String holding() {
            String block = vips.isEmpty() ? "virtual_ipaddress_excluded" : "virtual_ipaddress";
            return block + " {\n" + String.join("\n", held()) + "\n}";
        }

        /** As Java writes it. */
        String addressInLogs(int host) {
            return ipv6 ? "fe80:0:0:0:0:0:0:" + host : address(host);
        }
    }

    private static final String PASS = "authentication {\nauth_type PASS\nauth_pass abc123\n}\n";
    private static final String UNICAST = "unicast_peer {\nPEER\n}\n";
    private static final String FAST = "version 3\nadvert_int 0.2\n";
    private static final List<String> EXCLUDED = List.of("10.9.0.10");
    private static final List<String> IPV4 = List.of("10.9.0.10", "10.9.0.11");
    private static final List<String> IPV6 = List.of("fe80::10", "2001:db8::10");

    @TestFactory
    Stream<DynamicTest> shouldShareAGroupWithKeepalived() {
        List<Manner> manners = List.of(
                new Manner("version 2, multicast, PASS, preempt", "advert_int 1\n" + PASS, IPV4, false, true),
                new Manner(
                        "version 2, unicast, PASS, nopreempt", "advert_int 1\n" + PASS + UNICAST, IPV4, false, false),
                new Manner("version 2, multicast, no VIP in adverts", "advert_int 1\n", List.of(), false, true),
                new Manner("version 3, multicast, IPv4, nopreempt", FAST, IPV4, false, false),
                new Manner("version 3, unicast, IPv4, preempt", FAST + UNICAST, IPV4, false, true),
                new Manner("version 3, multicast, IPv6, preempt", FAST, IPV6, true, true),
                new Manner("version 3, unicast, IPv6, nopreempt", FAST + UNICAST, IPV6, true, false));
        return manners.stream()
                .map(manner -> DynamicTest.dynamicTest(manner.name(), waitFor(RUNNERS.submit(() -> run(manner)))))
                .toList()
                .stream();
    }

    private static Executable waitFor(Future<?> running) {
        return () -> {
            try {
                running.get(2, TimeUnit.MINUTES);
            } catch (ExecutionException failure) {
                throw failure.getCause();
            }
        };
    }

    private static Void run(Manner manner) throws Exception {
        Path folder = Files.createTempDirectory(home, "case");
        try (Hosts hosts = new Hosts(folder);
                Router capture = capture(hosts, folder.resolve("wire.pcap"))) {
            capture.await("listening on bridge");
            new Story(manner, hosts).play();
            capture.signal("INT");
            capture.awaitCleanExit();
            Path wire = folder.resolve("wire.pcap");
            for (int host : List.of(1, 2)) {
                String of = (manner.ipv6() ? "ipv6.src == " : "ip.src == ") + manner.address(host);
                assertThat(shark(wire, "vrrp and " + of))
                        .as("adverts of host " + host)
                        .hasSizeGreaterThan(1);
            }
            assertThat(complaints(wire)).as("what tshark says of the adverts").isEmpty();
        }
        return null;
    }

    private static Router capture(Hosts hosts, Path file) {
        return hosts.run(
                hosts.between,
                List.of("tcpdump", "-U", "-i", "bridge", "-w", file.toString(), "proto 112 or icmp6 or arp"));
    }

    /** One line a packet that is malformed, has a wrong checksum, or that an expert would remark on. */
    private static List<String> complaints(Path capture) {
        return shark(
                capture,
                "(vrrp or icmpv6.type == 136) and (_ws.malformed or _ws.expert"
                        + " or vrrp.checksum.status == \"Bad\" or icmpv6.checksum.status == \"Bad\")");
    }

    private static List<String> shark(Path capture, String filter) {
        Commands.Result result = Commands.tryRun(List.of("tshark", "-n", "-r", capture.toString(), "-Y", filter));
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output()
                .lines()
                .filter(line -> !line.startsWith("Running as user"))
                .toList();
    }

    /** What happens in a case. */
    private static final class Story {
        private final Manner manner;
        private final Hosts hosts;
        private int started;

        Story(Manner manner, Hosts hosts) {
            this.manner = manner;
            this.hosts = hosts;
        }

        void play() throws Exception {
            String lines = manner.lines() + (manner.preempt() ? "" : "nopreempt\n");
            Router aloftd = aloftd(200, lines);
            aloftd.await("ACTIVE");
            try (Router keepalived = keepalived(100, manner.lines())) {
                keepalived.await("Entering BACKUP STATE");
                handOverToKeepalived(aloftd, keepalived);
                try (Router again = aloftd(200, lines)) {
                    if (manner.preempt()) {
                        again.await("ACTIVE");
                        keepalived.await("Entering BACKUP STATE");
                        stop(keepalived);
                        assertHolder(hosts.first);
                        preempt(again);
                    } else {
                        again.await("speaks on eth0");
                        letFiveAdvertsPass();
                        assertHolder(hosts.second);
                        stop(keepalived);
                        again.await("ACTIVE: " + manner.addressInLogs(2) + " said that it is stopping (priority 0)");
                        assertThat(again.seen())
                                .filteredOn(line -> line.contains("ACTIVE"))
                                .hasSize(1);
                        assertHolder(hosts.first);
                    }
                }
            }
        }

        private void handOverToKeepalived(Router aloftd, Router keepalived) throws Exception {
            try (aloftd) {
                assertHolder(hosts.first);
                aloftd.signal("TERM");
                keepalived.await("Entering MASTER STATE");
                aloftd.awaitCleanExit();
            }
            keepalived.await("Sending");
            assertHolder(hosts.second);
        }

        private void preempt(Router aloftd) throws Exception {
            try (Router higher = keepalived(250, manner.lines())) {
                higher.await("Entering MASTER STATE");
                aloftd.await("BACKUP: " + manner.addressInLogs(2) + " with priority 250 took over");
                higher.await("Sending");
                assertHolder(hosts.second);
                stop(higher);
                aloftd.await("ACTIVE: " + manner.addressInLogs(2) + " said that it is stopping (priority 0)");
                assertHolder(hosts.first);
            }
        }

        /**
         * More than a router waits that may preempt. Whose they are does not matter: who holds the VIP is asked next.
         */
        private void letFiveAdvertsPass() {
            Hosts.on(hosts.between, "tcpdump", "-i", "bridge", "-n", "-c", "5", "proto 112");
        }

        /** Its whole log is read by then. */
        private static void stop(Router keepalived) throws InterruptedException {
            keepalived.signal("TERM");
            keepalived.awaitCleanExit();
            List<String> complaints = new ArrayList<>();
            for (String line : keepalived.seen()) {
                if (COMPLAINTS.stream().anyMatch(line::contains)) {
                    complaints.add(line);
                }
            }
            assertThat(complaints).as("what keepalived says of the adverts").isEmpty();
        }

        private void assertHolder(String namespace) {
            String other = namespace.equals(hosts.first) ? hosts.second : hosts.first;
            for (String vip : manner.held()) {
                assertThat(Hosts.holds(namespace, vip))
                        .as("%s holds %s", namespace, vip)
                        .isTrue();
                assertThat(Hosts.holds(other, vip))
                        .as("%s holds %s", other, vip)
                        .isFalse();
            }
        }

        private Router aloftd(int priority, String lines) throws IOException {
            Path file = write(priority, lines, 1);
            return hosts.aloftd(hosts.first, file);
        }

        private Router keepalived(int priority, String lines) throws IOException {
            Path file = write(priority, lines, 2);
            return hosts.keepalived(hosts.second, file);
        }

        private Path write(int priority, String lines, int host) throws IOException {
            String text = """
                    vrrp_instance VI_1 {
                        state BACKUP
                        interface eth0
                        virtual_router_id 10
                        priority %d
                        %s
                        %s
                    }
                    """.formatted(priority, lines.replace("PEER", manner.address(3 - host)), manner.holding());
            return hosts.write("host" + host + "-" + started++ + ".conf", text);
        }
    }
}
