package org.aloft.agent.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.language.HoldingLine;
import org.aloft.agent.kernel.NetworkNamespaces;
import org.aloft.agent.kernel.TwoHosts;
import org.aloft.agent.kernel.route.LinkEvent;
import org.aloft.agent.kernel.route.LinkMonitor;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put on a host, seen with {@code ip} and beside what keepalived puts there from the same file. Needs root. */
@Timeout(60)
class HostHoldingsIT {
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

    @TempDir
    Path folder;

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    private VrrpInstanceBlock instance(String text) throws Exception {
        Configuration read = ConfigurationReader.read(Files.writeString(folder.resolve("test.conf"), text));
        return read.instances().get(0);
    }

    private static List<Holding> holdings(String... lines) {
        return Stream.of(lines)
                .map(line -> HoldingLine.read(line).orElseThrow())
                .toList();
    }

    private interface Work {
        void on(HostHoldings holdings) throws Exception;
    }

    /** On the left host, as one run of the daemon: its journal stays for the next. */
    private void run(Work work) throws Exception {
        network.left.call(() -> {
            try (Rtnetlink kernel = Rtnetlink.open()) {
                work.on(new HostHoldings(kernel, new HoldingJournal(folder.resolve("journal")), () -> {}));
            }
            return null;
        });
    }

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

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.0.0/24 via 192.0.2.254                       | 10.1.0.0/24 via 192.0.2.254 src 192.0.2.10        | src 192.0.2.10",
                "10.1.0.0/24 via 192.0.2.254 src 192.0.2.10        | 10.1.0.0/24 via 192.0.2.254 src 192.0.2.1         | src 192.0.2.1 ",
                "10.1.0.0/24 via 192.0.2.254 src 192.0.2.10        | 10.1.0.0/24 via 192.0.2.254                       | via 192.0.2.254",
                "10.1.0.0/24 via 192.0.2.254                       | 10.1.0.0/24 via 192.0.2.254 mtu 1400              | mtu 1400",
                "10.1.0.0/24 via 192.0.2.254 mtu 1400              | 10.1.0.0/24 via 192.0.2.254 mtu 1300              | mtu 1300",
                "10.1.0.0/24 via 192.0.2.254                       | 10.1.0.0/24 via 192.0.2.254 advmss 1300           | advmss 1300",
                "10.1.0.0/24 dev eth0                              | 10.1.0.0/24 via 192.0.2.254 dev eth0              | via 192.0.2.254",
                "10.1.0.0/24 via 192.0.2.254                       | 10.1.0.0/24 via 192.0.2.254 dev eth0              | dev eth0",
                "10.1.0.0/24 via 192.0.2.254                       | 10.1.0.0/24 via 192.0.2.253                       | via 192.0.2.253",
                "10.1.0.0/24 via 192.0.2.254                       | 10.1.0.0/24 via 192.0.2.254 metric 5              | metric 5",
                "10.1.0.0/24 via 192.0.2.254 metric 5              | 10.1.0.0/24 via 192.0.2.254                       | via 192.0.2.254",
                "10.1.0.0/24 via 192.0.2.254                       | blackhole 10.1.0.0/24                             | blackhole",
                "10.1.0.0/24 via 192.0.2.254                       | to 10.1.0.0/24 via 192.0.2.254                    | via 192.0.2.254",
                "2001:db8:1::/64 via 2001:db8::9                   | 2001:db8:1::/64 via 2001:db8::9 mtu 1400          | mtu 1400",
                "2001:db8:1::/64 via 2001:db8::9                   | 2001:db8:1::/64 via 2001:db8::9 src 2001:db8::10  | src 2001:db8::10",
                "2001:db8:1::/64 via 2001:db8::9                   | 2001:db8:1::/64 via 2001:db8::9 metric 5          | metric 5",
                "2001:db8:1::/64 via 2001:db8::9                   | 2001:db8:1::/64 via 2001:db8::8                   | via 2001:db8::8",
            })
    void shouldHaveTheNewRouteAloneAfterAReloadAndNoneAfterAStop(String old, String changed, String told)
            throws Exception {
        boolean ipv6 = old.contains("::");
        String family = ipv6 ? "-6" : "-4";
        String destination = ipv6 ? "2001:db8:1::/64" : "10.1.0.0/24";
        String[] vips = {"address 192.0.2.10/32 dev eth0", "address 2001:db8::10/64 dev eth0"};
        List<Holding> before = holdings(vips[0], vips[1], "route " + old);
        List<Holding> after = holdings(vips[0], vips[1], "route " + changed);
        run(holdings -> {
            holdings.put(before);
            holdings.move(before, after);
            assertThat(network.left
                            .ip(family, "-o", "route", "show", "root", destination)
                            .lines())
                    .singleElement()
                    .asString()
                    .contains(told);
            assertThat(holdings.restore(after)).as("what was missing").isEmpty();
            holdings.drop(after);
        });
        assertThat(network.left.ip(family, "route", "show", "root", destination))
                .isEmpty();
        assertThat(Files.readAllLines(folder.resolve("journal"))).isEmpty();
    }

    @Test
    void shouldNotMissARouteThatWentWithAnAddressThatItRemovedItself() throws Exception {
        network.left.ip("link", "add", "veth7", "type", "veth", "peer", "name", "veth8");
        network.left.ip("link", "set", "veth8", "up");
        network.left.ip("link", "set", "veth7", "up");
        List<Holding> before = holdings(
                "address 203.0.113.1/24 dev veth7",
                "route 10.1.0.0/24 via 203.0.113.254 dev veth7",
                "route 10.2.0.0/24 dev eth0 src 203.0.113.1");
        List<Holding> after = holdings(
                "address 203.0.113.1/24 dev veth7 label veth7:x",
                "route 10.1.0.0/24 via 203.0.113.254 dev veth7",
                "route 10.2.0.0/24 dev eth0 src 203.0.113.1");
        List<Holding> other = holdings("route 10.3.0.0/24 dev veth7");
        run(holdings -> {
            holdings.put(before);
            holdings.put(other);
            holdings.move(before, after);
            assertThat(holdings.restore(after)).isEmpty();
            assertThat(holdings.restore(other)).as("another instance's").isEmpty();
            assertThat(network.left.ip("route", "show")).contains("10.1.0.0/24", "10.2.0.0/24", "10.3.0.0/24");
            holdings.drop(after);
            assertThat(holdings.restore(other))
                    .as("after the first has stopped")
                    .isEmpty();
            holdings.drop(other);
        });
        assertThat(network.left.ip("route", "show")).doesNotContain("10.1.0.0", "10.2.0.0", "10.3.0.0");
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
    void shouldMakeAnInterfaceWithTheVirtualMacAndPutTheHostBackAsItWas() throws Exception {
        VrrpInstanceBlock instance = instance("""
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 10
                    use_vmac
                    use_vmac_addr
                    virtual_ipaddress {
                        192.0.2.10
                    }
                    virtual_ipaddress_excluded {
                        2001:db8::10
                    }
                }
                """);
        inLeft("sysctl", "-q", "-w", "net.ipv4.conf.all.rp_filter=1");
        List<String> before = settings();
        List<VirtualMac> macs = instance.holding().virtualMacs();
        run(holdings -> {
            holdings.put(holdings.virtualMacs(macs));
            holdings.put(instance.holding().whileActive());
            assertThat(network.left.ip("-d", "link", "show", "vrrp.10"))
                    .contains("00:00:5e:00:01:0a")
                    .contains("macvlan mode private")
                    .contains("addrgenmode none")
                    .contains(",UP");
            assertThat(network.left.ip("-d", "link", "show", "vrrp6.10")).contains("00:00:5e:00:02:0a");
            assertThat(network.left.ip("-o", "address", "show", "dev", "vrrp.10"))
                    .contains("192.0.2.10/32");
            assertThat(network.left.ip("-o", "address", "show", "dev", "vrrp6.10"))
                    .contains("2001:db8::10/128")
                    .contains("fe80::");
            assertThat(settings()).containsExactly("1", "1", "1", "0", "1");
        });
        run(holdings -> holdings.removeLeftovers(List.of(), List.of()));
        assertThat(network.left.ip("link", "show")).doesNotContain("vrrp");
        assertThat(settings()).isEqualTo(before);
    }

    private List<String> settings() throws IOException {
        return inLeft(
                        "sysctl",
                        "-n",
                        "net.ipv4.conf.eth0.arp_ignore",
                        "net.ipv4.conf.eth0.arp_filter",
                        "net.ipv4.conf.eth0.rp_filter",
                        "net.ipv4.conf.all.rp_filter",
                        "net.ipv4.conf.default.rp_filter")
                .lines()
                .toList();
    }

    private String inLeft(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", network.left.name));
        all.addAll(List.of(command));
        return NetworkNamespaces.run(all.toArray(String[]::new));
    }

    @ParameterizedTest(name = "with {0}")
    @ValueSource(strings = {"use_vmac", ""})
    void shouldAnswerWithTheVirtualMacWhereThereIsOneAndWithItsOwnElsewhere(String word) throws Exception {
        String text = "vrrp_instance %s {\ninterface eth0\nvirtual_router_id 10\n" + word
                + "\nvirtual_ipaddress {\n%s\n}\n}\n";
        List<VrrpInstanceBlock> instances = ConfigurationReader.read(Files.writeString(
                        folder.resolve("both.conf"),
                        text.formatted("A", "192.0.2.10/24") + text.formatted("B", "2001:db8::10/64")))
                .instances();
        network.right.ip("-6", "address", "add", "2001:db8::2/64", "dev", "eth0", "nodad");
        assertThat(answers("192.0.2.1"))
                .as("so that the left host need not ask who the right one is")
                .isTrue();
        String own = network.left.ip("-o", "link", "show", "eth0").replaceFirst("(?s).*link/ether (\\S+).*", "$1");
        run(holdings -> {
            for (VrrpInstanceBlock instance : instances) {
                holdings.put(holdings.virtualMacs(instance.holding().virtualMacs()));
                holdings.put(instance.holding().whileActive());
            }
            assertThat(answers("192.0.2.10")).as("IPv4").isTrue();
            assertThat(answers("2001:db8::10")).as("IPv6").isTrue();
        });
        boolean virtual = !word.isEmpty();
        assertThat(network.right.ip("neighbour", "show", "192.0.2.10"))
                .contains("lladdr " + (virtual ? "00:00:5e:00:01:0a" : own));
        assertThat(network.right.ip("neighbour", "show", "2001:db8::10"))
                .contains("lladdr " + (virtual ? "00:00:5e:00:02:0a" : own));
    }

    @Test
    void shouldDropPacketsToVipsThatAreNotAcceptedAndNothingElse() throws Exception {
        VrrpInstanceBlock instance = instance("""
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 10
                    no_accept
                    virtual_ipaddress {
                        192.0.2.10
                    }
                    virtual_ipaddress_excluded {
                        2001:db8::10/64
                    }
                }
                """);
        network.right.ip("-6", "address", "add", "2001:db8::2/64", "dev", "eth0", "nodad");
        run(holdings -> {
            holdings.put(holdings("address 2001:db8::1/64 dev eth0"));
            holdings.put(instance.holding().whileActive());
            assertThat(answers("192.0.2.10")).isFalse();
            assertThat(answers("2001:db8::10")).isFalse();
            assertThat(answers("192.0.2.1")).isTrue();
            assertThat(answers("2001:db8::1")).isTrue();
            assertThat(network.right.ip("neighbour", "show", "2001:db8::10")).contains("lladdr");
        });
        run(holdings -> holdings.removeLeftovers(
                instance.holding().whileActive().stream()
                        .filter(VirtualAddress.class::isInstance)
                        .toList(),
                List.of()));
        assertThat(answers("192.0.2.10")).isTrue();
        assertThat(answers("2001:db8::10")).isTrue();
    }

    /**
     * A host that knows the MAC asks the VIP itself, not its multicast group, and would forget it without an answer.
     */
    @Test
    void shouldAnswerAHostThatVerifiesWhereAVipIsThatIsNotAccepted() throws Exception {
        VrrpInstanceBlock instance = instance("""
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 10
                    no_accept
                    native_ipv6
                    virtual_ipaddress {
                        2001:db8::10/64
                    }
                }
                """);
        network.left.ip("link", "set", "eth0", "address", "02:00:00:00:00:01");
        network.right.ip("-6", "address", "add", "2001:db8::2/64", "dev", "eth0", "nodad");
        String vip = "2001:db8::10";
        run(holdings -> {
            holdings.put(instance.holding().whileActive());
            network.right.ip("neigh", "replace", vip, "lladdr", "02:00:00:00:00:01", "dev", "eth0", "nud", "probe");
            String entry = network.right.ip("neigh", "show", vip);
            while (entry.contains("PROBE")) { // until it is answered, or has asked three times
                entry = network.right.ip("neigh", "show", vip);
            }
            assertThat(entry).contains("REACHABLE");
            holdings.drop(instance.holding().whileActive());
        });
    }

    /** Whether the host on the right gets an answer from this address. */
    private boolean answers(String address) {
        Packages.provide("iputils-ping", "/usr/bin/ping");
        try {
            NetworkNamespaces.run("ip", "netns", "exec", network.right.name, "ping", "-c", "1", "-W", "1", address);
            return true;
        } catch (IOException none) {
            return false;
        }
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
