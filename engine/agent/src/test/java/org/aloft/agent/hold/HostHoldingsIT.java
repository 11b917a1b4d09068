package org.aloft.agent.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.language.HoldingLine;
import org.aloft.agent.kernel.NetworkNamespaces;
import org.aloft.agent.kernel.route.LinkEvent;
import org.aloft.agent.kernel.route.LinkMonitor;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is put on a host, seen with {@code ip} and beside what keepalived puts there from the same file. Needs root. */
@Timeout(60)
class HostHoldingsIT extends HoldingsOnTwoHosts {
    private static final String EVERYTHING = """
            vrrp_instance VI_1 {
                state MASTER
                interface eth0
                virtual_router_id 10
                priority 255
                advert_int 1
                version 3
                virtual_ipaddress {
                    192.0.2.10
                    192.0.2.11/24 brd + label eth0:vip
                    192.0.2.13/24 brd -
                    198.51.100.1 peer 198.51.100.2
                    198.51.100.3/24 noprefixroute preferred_lft 1000
                    198.51.100.4 scope site
                }
                virtual_ipaddress_excluded {
                    2001:db8::10
                    2001:db8::11/64
                    2001:db8::13/64 home mngtmpaddr noprefixroute
                    2001:db8::14 preferred_lft forever
                    203.0.113.1/24
                }
                virtual_routes {
                    src 192.0.2.10 to 10.1.0.0/24 via 192.0.2.254 dev eth0
                    10.2.0.0/24 via 192.0.2.254
                    10.3.0.0/24 dev eth0 no_track
                    blackhole 10.4.0.0/24
                    unreachable 10.5.0.0/24 metric 5
                    throw 10.6.0.0/24 table 33
                    0.0.0.0/0 gw 192.0.2.253 table 100
                    default via 192.0.2.253 metric 99
                    10.7.0.0/24 table 6909 nexthop via 192.0.2.250 dev eth0 onlink weight 1 nexthop via 192.0.2.251 dev eth0 weight 2
                    10.8.0.0/24 dev eth0 table 6909 tos 0x04 scope link priority 12 mtu 1000 hoplimit 100 advmss 101 \
            rtt 302 rttvar 303 reordering 104 window 105 cwnd 106 ssthresh lock 107 realms 3/0x14 rto_min 308 \
            initcwnd 109 initrwnd 110 features ecn
                    10.9.0.0/24 via 192.0.2.250 congctl cubic quickack 1 fastopen_no_cookie 1 src 192.0.2.10
                    2001:db8:1::/64 via 2001:db8::2
                    2001:db8:2::/64 dev eth0 metric 7 pref high
                    2001:db8:4::/64 via 2001:db8::2 dev eth0 src 2001:db8::11 mtu lock 1400
                }
                virtual_rules {
                    from 10.10.0.0/24 table 1
                    to 10.10.0.0/24 table 1 no_track
                    from 10.11.0.0/24 to 10.12.0.0/26 table 7 iif eth0 oif lo tos 16 fwmark 24/12 preference 39 realms 30/20
                    to 1:2:3:4:5:6:7:0/112 from 7:6:5:4:3:2::/96 table 6908 uidrange 10000-19999
                    from 10.13.0.0/24 prohibit priority 50
                    fwmark 0x10 table 100 priority 60
                    not from 10.14.0.0/24 table 100 priority 61 suppress_prefixlength 0
                    from 10.15.0.0/24 l3mdev priority 80
                    from 2001:db8::/32 table 100 priority 62 iif eth0
                }
            }
            """;

    /** All that is told of addresses, routes and rules, without what differs between two hosts. */
    private static List<String> state(NetworkNamespaces.Side host) throws IOException {
        Stream<String> addresses = host.ip("-o", "address", "show", "dev", "eth0")
                .lines()
                .filter(line -> !line.contains("fe80::"))
                .map(line -> line.replaceFirst("^[0-9]+: ", "").replaceFirst("valid_lft.*", ""));
        Stream<String> routes = Stream.of("-4", "-6").flatMap(family -> {
            try {
                return host.ip(family, "-o", "route", "show", "table", "all").lines();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        Stream<String> rules = Stream.of("-4", "-6").flatMap(family -> {
            try {
                return host.ip(family, "rule").lines();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        return Stream.of(
                        addresses,
                        routes.filter(line -> !line.contains("fe80:") && !line.contains("proto kernel")),
                        rules)
                .flatMap(lines -> lines)
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .map(line -> line.replace("192.0.2.2/24", "192.0.2.1/24"))
                .sorted()
                .toList();
    }

    @Test
    void shouldPutOnTheHostWhatKeepalivedPutsThereFromTheSameFile() throws Exception {
        Packages.provide("keepalived", "/usr/sbin/keepalived");
        VrrpInstanceBlock instance = instance(EVERYTHING);
        for (NetworkNamespaces.Side side : List.of(network.left, network.right)) {
            side.ip("-6", "address", "add", "2001:db8::1/64", "dev", "eth0", "nodad");
        }
        List<String> before = state(network.left);
        Process keepalived = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        network.right.name,
                        "keepalived",
                        "--dont-fork",
                        "--log-console",
                        "--log-detail",
                        "--vrrp",
                        "--use-file=" + folder.resolve("test.conf"),
                        "--pid=" + folder.resolve("keepalived.pid"),
                        "--vrrp_pid=" + folder.resolve("vrrp.pid"))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader log = keepalived.inputReader(StandardCharsets.UTF_8)) {
            awaitLine(log, "Sending gratuitous ARP");
            run(holdings -> {
                holdings.put(instance.holding().whileActive());
                assertThat(state(network.left)).hasSizeGreaterThan(40).isEqualTo(state(network.right));
                holdings.drop(instance.holding().whileActive());
            });
        } finally {
            keepalived.destroy();
            keepalived.waitFor();
        }
        assertThat(state(network.left)).isEqualTo(before);
    }

    private static void awaitLine(BufferedReader log, String part) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            seen.append(line).append('\n');
            if (line.contains(part)) {
                return;
            }
        }
        throw new AssertionError("keepalived did not say: " + part + "\n" + seen);
    }

    @Test
    void shouldNotRemoveWhatStaysWhenTheFirstAddressOfItsNetworkGoes() throws Exception {
        network.left.ip("address", "add", "198.51.100.9/24", "dev", "eth0");
        List<Holding> before = holdings("address 203.0.113.1/24 dev eth0", "address 203.0.113.2/24 dev eth0");
        List<Holding> after = holdings("address 203.0.113.2/24 dev eth0", "address 198.51.100.1/24 dev eth0");
        List<LinkEvent> events = new ArrayList<>();
        run(holdings -> {
            holdings.put(before);
            try (LinkMonitor monitor = LinkMonitor.open()) {
                holdings.move(before, after);
                holdings.drop(holdings("address 198.51.100.1/24 dev eth0"));
                monitor.drain(events::add);
            }
        });
        assertThat(events)
                .filteredOn(LinkEvent.AddressRemoved.class::isInstance)
                .extracting(
                        event -> ((LinkEvent.AddressRemoved) event).address().toString())
                .containsExactly("203.0.113.1/24", "198.51.100.1/24");
        assertThat(network.left.ip("-o", "address", "show", "dev", "eth0"))
                .contains("203.0.113.2/24")
                .contains("198.51.100.9/24")
                .doesNotContain("203.0.113.1/24");
    }

    @Test
    void shouldCleanUpAfterACrashWithoutTouchingWhatItStillWantsOrDidNotPutThere() throws Exception {
        network.left.ip("route", "add", "10.9.0.0/24", "via", "192.0.2.254", "proto", "keepalived");
        List<Holding> old = holdings(
                "address 192.0.2.10/32 dev eth0",
                "address 192.0.2.11/32 dev eth0",
                "route 10.1.0.0/24 via 192.0.2.254",
                "route 10.9.0.0/24 via 192.0.2.254",
                "rule from 10.2.0.0/24 table 100 priority 77");
        run(holdings -> holdings.put(old));
        List<Holding> kept = holdings("address 192.0.2.11/32 dev eth0");
        run(holdings -> holdings.removeLeftovers(kept, List.of()));
        assertThat(network.left.ip("-o", "address", "show", "dev", "eth0"))
                .contains("192.0.2.11/32")
                .doesNotContain("192.0.2.10/32");
        assertThat(network.left.ip("route", "show"))
                .doesNotContain("10.1.0.0/24")
                .contains("10.9.0.0/24");
        assertThat(network.left.ip("rule")).doesNotContain("77:");
        assertThat(Files.readAllLines(folder.resolve("journal"))).containsExactly("address 192.0.2.11/32 dev eth0");
    }

    @Test
    void shouldPutBackWhatSomebodyTookAwayUnlessItIsNotTracked() throws Exception {
        List<Holding> held = holdings(
                "address 192.0.2.10/32 dev eth0",
                "address 192.0.2.11/32 dev eth0 no_track",
                "route 10.1.0.0/24 via 192.0.2.254",
                "rule from 10.2.0.0/24 table 100 priority 77");
        run(holdings -> {
            holdings.put(held);
            network.left.ip("address", "del", "192.0.2.10/32", "dev", "eth0");
            network.left.ip("route", "del", "10.1.0.0/24");
            network.left.ip("rule", "del", "priority", "77");
            assertThat(holdings.restore(held)).hasSize(3);
            assertThat(holdings.restore(held)).isEmpty();
            network.left.ip("address", "del", "192.0.2.11/32", "dev", "eth0");
            assertThat(holdings.restore(held)).isEmpty();
        });
    }

    @Test
    void shouldFindAnAddressOnAnInterfaceThatWasRenamedAndPutItOnOneThatWasMadeAnew() throws Exception {
        List<Holding> held = holdings("address 203.0.113.1/32 dev dummy0");
        network.left.ip("link", "add", "dummy0", "type", "veth", "peer", "name", "peer0");
        run(holdings -> {
            holdings.put(held);
            network.left.ip("link", "set", "dummy0", "name", "other0");
            holdings.drop(held);
            assertThat(network.left.ip("-o", "address", "show", "dev", "other0"))
                    .doesNotContain("203.0.113.1");

            network.left.ip("link", "set", "other0", "name", "dummy0");
            holdings.put(held);
            network.left.ip("link", "delete", "dummy0");
            assertThat(holdings.restore(held)).isEmpty();
            network.left.ip("link", "add", "dummy0", "type", "veth", "peer", "name", "peer0");
            assertThat(holdings.restore(held)).isEqualTo(held);
            holdings.drop(held);
            assertThat(network.left.ip("-o", "address", "show", "dev", "dummy0"))
                    .doesNotContain("203.0.113.1");
        });
    }

    @Test
    void shouldTakeAndReleaseTwoThousandVips() throws Exception {
        List<Holding> many = IntStream.range(0, 2000)
                .mapToObj(number -> "address 10." + number / 250 + ".1." + number % 250 + "/32 dev eth0")
                .flatMap(line -> HoldingLine.read(line).stream())
                .toList();
        run(holdings -> {
            holdings.put(many);
            assertThat(network.left
                            .ip("-o", "address", "show", "dev", "eth0")
                            .lines()
                            .filter(line -> line.contains(" 10.")))
                    .hasSize(2000);
            holdings.drop(many);
            assertThat(network.left.ip("-o", "address", "show", "dev", "eth0")).doesNotContain(" 10.");
        });
    }
}
