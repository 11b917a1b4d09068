package org.aloft.agent.kernel.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.NetworkNamespaces;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.TwoHosts;
import org.aloft.agent.kernel.route.MacAddress;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What wakes a host that listens for other holders of its addresses. Needs root. */
@Timeout(60)
class ClaimSocketIT {
    private static final int OTHERS = 1000;

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    private Poller poller;
    private MacAddress foreign;

    @BeforeEach
    void connectTwoHosts() throws Exception {
        poller = Poller.open();
        foreign = network.right.call(() -> {
            try (Rtnetlink kernel = Rtnetlink.open()) {
                return kernel.interfaceByName("eth0").orElseThrow().mac();
            }
        });
    }

    @AfterEach
    void removeThem() throws Exception {
        if (poller != null) {
            poller.close();
        }
    }

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private ClaimSocket listen(Set<InetAddress> addresses) throws Exception {
        return network.left.call(() -> {
            try (Rtnetlink kernel = Rtnetlink.open()) {
                return ClaimSocket.open(kernel.interfaceByName("eth0").orElseThrow(), addresses);
            }
        });
    }

    private interface Saying {
        void on(AddressAnnouncer announcer, NetworkInterface eth0);
    }

    private static void say(NetworkNamespaces.Side side, Saying saying) throws Exception {
        side.call(() -> {
            try (Rtnetlink kernel = Rtnetlink.open();
                    AddressAnnouncer announcer = AddressAnnouncer.open()) {
                saying.on(announcer, kernel.interfaceByName("eth0").orElseThrow());
            }
            return null;
        });
    }

    /** What is said after all the rest arrives first: nothing else got through. */
    private void shouldHearOnly(String claimed, Set<InetAddress> watched, Saying rest) throws Exception {
        try (ClaimSocket socket = listen(watched)) {
            poller.add(socket.fd());
            say(network.right, rest);
            say(network.right, (announcer, eth0) -> announcer.announce(eth0, ip(claimed)));
            poller.poll(Deadline.NEVER);
            assertThat(socket.receive()).isTrue();
            assertThat(socket.claim()).contains(new AddressClaim(ip(claimed), foreign));
            poller.remove(socket.fd());
        }
    }

    private static Saying others(String prefix) {
        return (announcer, eth0) -> IntStream.range(0, OTHERS)
                .mapToObj(number -> ip(prefix + Integer.toHexString(number % 10) + "0"))
                .forEach(other -> announcer.announce(eth0, other));
    }

    @Test
    void shouldHearWhoClaimsAnAddressAndNoOtherTraffic() throws Exception {
        shouldHearOnly("192.0.2.77", Set.of(ip("192.0.2.78"), ip("192.0.2.77")), others("192.0.2."));
        shouldHearOnly("2001:db8::77", Set.of(ip("2001:db8::78"), ip("2001:db8::77")), others("2001:db8::"));
    }

    @Test
    void shouldNotHearWhoOnlyAsks() throws Exception {
        for (String asked : new String[] {"192.0.2.77", "2001:db8::77"}) {
            shouldHearOnly(asked, Set.of(ip(asked)), (announcer, eth0) -> announcer.ask(eth0, ip(asked)));
            network.right.ip("address", "flush", "dev", "eth0");
        }
    }

    /** A frame of its own, sent back by the network. */
    @Test
    void shouldNotHearItsOwnMac() throws Exception {
        String own = network.left.call(() -> {
            try (Rtnetlink kernel = Rtnetlink.open()) {
                return kernel.interfaceByName("eth0").orElseThrow().mac().toString();
            }
        });
        String address = "192.0.2.77";
        try (ClaimSocket socket = listen(Set.of(ip(address)))) {
            poller.add(socket.fd());
            network.right.ip("link", "set", "eth0", "address", own);
            say(network.right, (announcer, eth0) -> announcer.announce(eth0, ip(address)));
            network.right.ip("link", "set", "eth0", "address", foreign.toString());
            say(network.right, (announcer, eth0) -> announcer.announce(eth0, ip(address)));
            poller.poll(Deadline.NEVER);
            assertThat(socket.receive()).isTrue();
            assertThat(socket.claim()).contains(new AddressClaim(ip(address), foreign));
            poller.remove(socket.fd());
        }
    }

    @Test
    void shouldHearOfOneAmongMoreAddressesThanAFilterHolds() throws Exception {
        for (String prefix : new String[] {"10.1.%d.%d", "2001:db8::%d:%d"}) {
            Set<InetAddress> many = IntStream.range(0, OTHERS)
                    .mapToObj(number -> ip(prefix.formatted(number / 250, number % 250)))
                    .collect(Collectors.toSet());
            try (ClaimSocket socket = listen(many)) {
                poller.add(socket.fd());
                InetAddress claimed = ip(prefix.formatted(2, 33));
                InetAddress other = ip(prefix.formatted(99, 1));
                say(network.right, (announcer, eth0) -> Stream.of(other, claimed)
                        .forEach(address -> announcer.announce(eth0, address)));
                assertThat(firstClaim(socket)).isEqualTo(new AddressClaim(claimed, foreign));
                poller.remove(socket.fd());
            }
        }
    }

    @Test
    void shouldHearOfOtherAddressesOnceItIsTold() throws Exception {
        try (ClaimSocket socket = listen(Set.of(ip("192.0.2.77")))) {
            poller.add(socket.fd());
            socket.watch(Set.of(ip("192.0.2.78")));
            say(network.right, (announcer, eth0) -> Stream.of(ip("192.0.2.77"), ip("192.0.2.78"))
                    .forEach(address -> announcer.announce(eth0, address)));
            assertThat(firstClaim(socket).address()).isEqualTo(ip("192.0.2.78"));
            poller.remove(socket.fd());
        }
    }

    private AddressClaim firstClaim(ClaimSocket socket) {
        while (true) {
            poller.poll(Deadline.NEVER);
            while (socket.receive()) {
                if (socket.claim().isPresent()) {
                    return socket.claim().get();
                }
            }
        }
    }
}
