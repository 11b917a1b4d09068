package org.aloft.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.route.LinkEvent;
import org.aloft.agent.kernel.route.LinkMonitor;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.agent.kernel.route.Scope;
import org.aloft.agent.kernel.socket.ArpSocket;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The kernel package against a real kernel, seen with other eyes: {@code ip} and {@code tcpdump}. Needs root. */
@Timeout(60)
class KernelIT {
    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    @BeforeEach
    void connectTwoHosts() throws Exception {
        Packages.provide("tcpdump", "/usr/bin/tcpdump");
    }

    @Test
    void shouldShowAnAddedAddressWithItsLabelToOthersAndTakeItAwayAgain() throws Exception {
        network.left.call(() -> {
            try (Rtnetlink route = Rtnetlink.open()) {
                int index = eth0(route).index();
                InterfaceAddress vip = new InterfaceAddress(
                        index,
                        InetAddress.getByName("192.0.2.10"),
                        32,
                        Scope.GLOBAL,
                        Optional.of("eth0:vip"),
                        Optional.of(InetAddress.getByName("192.0.2.255")));

                assertThat(route.addAddress(vip)).isTrue();
                assertThat(route.addAddress(vip)).as("a second time").isFalse();
                assertThat(network.left.ip("-o", "addr", "show", "dev", "eth0"))
                        .contains("inet 192.0.2.10/32 brd 192.0.2.255 scope global eth0:vip");
                assertThat(route.addresses(index)).contains(vip);

                assertThat(route.removeAddress(vip)).isTrue();
                assertThat(route.removeAddress(vip)).as("a second time").isFalse();
                assertThat(network.left.ip("-o", "addr", "show", "dev", "eth0")).doesNotContain("192.0.2.10");
            }
            return null;
        });
    }

    @Test
    void shouldAddAnIpv6AddressThatIsUsableAtOnce() throws Exception {
        network.left.call(() -> {
            try (Rtnetlink route = Rtnetlink.open()) {
                InterfaceAddress vip =
                        InterfaceAddress.of(eth0(route).index(), InetAddress.getByName("2001:db8::10"), 128);
                assertThat(route.addAddress(vip)).isTrue();
                assertThat(network.left.ip("-o", "addr", "show", "dev", "eth0"))
                        .contains("inet6 2001:db8::10/128 scope global nodad");
                assertThat(route.removeAddress(vip)).isTrue();
            }
            return null;
        });
    }

    @Test
    void shouldDescribeInterfacesAsTheyAre() throws Exception {
        network.left.ip("link", "set", "eth0", "address", "02:00:00:00:00:01", "mtu", "1400");
        network.left.call(() -> {
            try (Rtnetlink route = Rtnetlink.open()) {
                NetworkInterface eth0 = eth0(route);
                assertThat(eth0.mac()).hasToString("02:00:00:00:00:01");
                assertThat(eth0.mtu()).isEqualTo(1400);
                assertThat(eth0.up() && eth0.running()).isTrue();
                assertThat(route.interfaces())
                        .extracting(NetworkInterface::name)
                        .contains("lo", "eth0");
                assertThat(route.interfaceByName("eth7")).isEmpty();
                assertThat(route.interfaceByName("a-name-that-is-too-long")).isEmpty();
            }
            return null;
        });
    }

    @Test
    void shouldGiveTheKernelsOwnWordsWhenAnAddressIsRefused() throws Exception {
        network.left.call(() -> {
            try (Rtnetlink route = Rtnetlink.open()) {
                assertThatThrownBy(() ->
                                route.addAddress(InterfaceAddress.of(4711, InetAddress.getByName("192.0.2.10"), 32)))
                        .isInstanceOfSatisfying(
                                KernelException.class,
                                e -> assertThat(e.errno().name()).isEqualTo("ENODEV"))
                        .hasMessageContaining("cannot add 192.0.2.10/32 to interface number 4711: RTM_NEWADDR: ENODEV");
            }
            return null;
        });
    }

    @Test
    void shouldAnnounceAnAddressByArpSoThatTcpdumpSeesIt() throws Exception {
        network.left.ip("link", "set", "eth0", "address", "02:00:00:00:00:01");
        // -U and -l: print each packet as it comes; "listening" on stderr says when it is safe to send.
        Process tcpdump = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        network.right.name,
                        "tcpdump",
                        "-i",
                        "eth0",
                        "-n",
                        "-e",
                        "-l",
                        "-U",
                        "--immediate-mode",
                        "-c",
                        "2",
                        "arp")
                .redirectErrorStream(true)
                .start();
        try (var output = tcpdump.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); !line.startsWith("listening"); ) {
                line = output.readLine();
            }
            network.left.call(() -> {
                try (ArpSocket arp = ArpSocket.open();
                        Rtnetlink route = Rtnetlink.open()) {
                    arp.announce(eth0(route), ipv4("192.0.2.10"));
                }
                return null;
            });
            assertThat(output.readLine())
                    .contains("02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff")
                    .contains("192.0.2.10")
                    .contains("Request who-has 192.0.2.10");
            assertThat(output.readLine()).contains("Reply 192.0.2.10 is-at 02:00:00:00:00:01");
            assertThat(tcpdump.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            tcpdump.destroyForcibly();
        }
    }

    @Test
    void shouldHearOfAddressesAndLinksThatOthersChange() throws Exception {
        try (LinkMonitor monitor = network.left.call(LinkMonitor::open);
                Rtnetlink route = network.left.call(Rtnetlink::open)) {
            int index = eth0(route).index();
            network.left.ip("addr", "add", "192.0.2.10/32", "dev", "eth0");
            network.left.ip("addr", "del", "192.0.2.10/32", "dev", "eth0");
            network.left.ip("link", "set", "eth0", "down");

            List<LinkEvent> events = new ArrayList<>();
            monitor.drain(events::add);
            InterfaceAddress vip = new InterfaceAddress(
                    index,
                    InetAddress.getByName("192.0.2.10"),
                    32,
                    Scope.GLOBAL,
                    Optional.of("eth0"),
                    Optional.empty());
            assertThat(events)
                    .containsSubsequence(new LinkEvent.AddressAdded(vip), new LinkEvent.AddressRemoved(vip))
                    .anySatisfy(event -> assertThat(event)
                            .isInstanceOfSatisfying(
                                    LinkEvent.LinkChanged.class,
                                    changed -> assertThat(changed.link().up()).isFalse()));
        }
    }

    @Test
    void shouldAskForAResyncWhenMoreChangedThanTheSocketHolds() throws Exception {
        try (LinkMonitor monitor = network.left.call(LinkMonitor::open);
                Rtnetlink route = network.left.call(Rtnetlink::open)) {
            int index = eth0(route).index();
            InterfaceAddress vip = InterfaceAddress.of(index, InetAddress.getByName("192.0.2.10"), 32);
            for (int i = 0; i < 2000; i++) {
                route.addAddress(vip);
                route.removeAddress(vip);
            }
            List<LinkEvent> events = new ArrayList<>();
            monitor.drain(events::add);
            assertThat(events).contains(new LinkEvent.Resync());
        }
    }

    private static NetworkInterface eth0(Rtnetlink route) {
        return route.interfaceByName("eth0").orElseThrow();
    }

    private static Inet4Address ipv4(String text) throws Exception {
        return (Inet4Address) InetAddress.getByName(text);
    }
}
