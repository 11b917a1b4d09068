package org.aloft.agent.kernel.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NetworkNamespaces;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.TwoHosts;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** VRRP sockets of both families between two hosts. Needs root. */
@Timeout(60)
class VrrpSocketIT {
    private static final int GROUP = 10;
    private static final byte[] ADVERT = {0x21, GROUP, 100, 1, 0, 1, 0, 0, 1, 2, 3, 4};

    private final ReceivedPacket packet = new ReceivedPacket();

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    private Poller poller;

    @BeforeEach
    void connectTwoHosts() throws Exception {
        network.left.ip("addr", "add", "fe80::1/64", "dev", "eth0", "nodad");
        network.right.ip("addr", "add", "fe80::2/64", "dev", "eth0", "nodad");
        poller = Poller.open();
    }

    @AfterEach
    void removeThem() throws Exception {
        if (poller != null) {
            poller.close();
        }
    }

    private static VrrpSocket open(NetworkNamespaces.Side side, String source, int hopLimit, String... destinations)
            throws Exception {
        return on(side, route -> VrrpSocket.open(route, GROUP), source, hopLimit, destinations);
    }

    private static VrrpSocket overhear(NetworkNamespaces.Side side, String source, String group) throws Exception {
        return on(side, route -> VrrpSocket.overhear(route, Set.of(GROUP)), source, 255, group);
    }

    private static VrrpSocket on(
            NetworkNamespaces.Side side,
            Function<VrrpRoute, VrrpSocket> opening,
            String source,
            int hopLimit,
            String... destinations)
            throws Exception {
        return side.call(() -> {
            try (Rtnetlink route = Rtnetlink.open()) {
                List<InetAddress> all =
                        List.of(destinations).stream().map(VrrpSocketIT::ip).toList();
                NetworkInterface eth0 = route.interfaceByName("eth0").orElseThrow();
                return opening.apply(new VrrpRoute(eth0, ip(source), all, hopLimit));
            }
        });
    }

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (java.net.UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Waits until one is there. */
    private void receive(VrrpSocket receiver) {
        poller.add(receiver.fd());
        poller.poll(Deadline.NEVER);
        poller.remove(receiver.fd());
        assertThat(receiver.receive(packet)).isTrue();
    }

    private void shouldCarry(String left, String right, String leftTo, String rightTo, int hopLimit) throws Exception {
        try (VrrpSocket receiver = open(network.right, right, 255, rightTo);
                VrrpSocket sender = open(network.left, left, hopLimit, leftTo)) {
            sender.send(ByteBuffer.wrap(ADVERT), 0);
            receive(receiver);
            assertThat(packet.source()).isEqualTo(ip(left));
            assertThat(packet.destination()).isEqualTo(ip(leftTo));
            assertThat(packet.hopLimit()).isEqualTo(hopLimit);
            assertThat(packet.payload()).isEqualTo(ByteBuffer.wrap(ADVERT));
            assertThat(receiver.receive(packet)).as("a second one").isFalse();
            assertThat(sender.receive(packet)).as("its own packet").isFalse();
        }
    }

    @Test
    void shouldReachTheOtherHostByMulticast() throws Exception {
        shouldCarry("192.0.2.1", "192.0.2.2", "224.0.0.18", "224.0.0.18", 255);
        shouldCarry("fe80::1", "fe80::2", "ff02::12", "ff02::12", 255);
    }

    @Test
    void shouldReachTheOtherHostByUnicastWithTheHopLimitThatIsAskedFor() throws Exception {
        network.left.ip("addr", "add", "2001:db8::1/64", "dev", "eth0", "nodad");
        network.right.ip("addr", "add", "2001:db8::2/64", "dev", "eth0", "nodad");
        shouldCarry("192.0.2.1", "192.0.2.2", "192.0.2.2", "192.0.2.1", 3);
        shouldCarry("2001:db8::1", "2001:db8::2", "2001:db8::2", "2001:db8::1", 4);
        shouldCarry("fe80::1", "fe80::2", "fe80::2", "fe80::1", 255);
    }

    @Test
    void shouldKnowHowLongAPacketWaitedToBeRead() throws Exception {
        shouldKnowTheWait("192.0.2.1", "192.0.2.2", "224.0.0.18");
        shouldKnowTheWait("fe80::1", "fe80::2", "ff02::12");
    }

    private void shouldKnowTheWait(String left, String right, String group) throws Exception {
        try (VrrpSocket receiver = open(network.right, right, 255, group);
                VrrpSocket sender = open(network.left, left, 255, group)) {
            long sent;
            do { // the kernel begins to keep such stamps soon after it is asked to, not at once
                sent = System.nanoTime();
                sender.send(ByteBuffer.wrap(ADVERT), 0);
                Thread.sleep(20);
                receive(receiver);
            } while (packet.waited() < 20_000_000);
            assertThat(packet.waited()).isLessThanOrEqualTo(System.nanoTime() - sent);
        }
    }

    @Test
    void shouldSendToEachPeerByItself() throws Exception {
        try (VrrpSocket receiver = open(network.right, "192.0.2.2", 255, "192.0.2.1");
                VrrpSocket sender = open(network.left, "192.0.2.1", 255, "192.0.2.77", "192.0.2.2")) {
            sender.send(ByteBuffer.wrap(ADVERT), 0);
            sender.send(ByteBuffer.wrap(ADVERT, 0, 8), 1);
            receive(receiver);
            assertThat(packet.payload().limit()).as("only what was sent to it").isEqualTo(8);
            assertThat(receiver.receive(packet)).isFalse();
        }
    }

    /** The packet after the flood arrives alone: packets of one sender keep their order. */
    @Test
    void shouldNotEvenWakeUpForAFloodOfOtherRouters() throws Exception {
        for (String[] family :
                new String[][] {{"192.0.2.1", "192.0.2.2", "224.0.0.18"}, {"fe80::1", "fe80::2", "ff02::12"}}) {
            try (VrrpSocket receiver = open(network.right, family[1], 255, family[2]);
                    VrrpSocket sender = open(network.left, family[0], 255, family[2])) {
                byte[] foreign = ADVERT.clone();
                foreign[1] = GROUP + 1;
                for (int count = 0; count < 20_000; count++) {
                    sender.send(ByteBuffer.wrap(foreign), 0);
                }
                sender.send(ByteBuffer.wrap(ADVERT), 0);
                receive(receiver);
                assertThat(packet.payload().get(1)).isEqualTo((byte) GROUP);
                assertThat(receiver.receive(packet)).isFalse();
            }
        }
    }

    /** Packets of one sender keep their order, so the last one says that those before were dropped. */
    @Test
    void shouldOverhearOtherRoutersUntilItIsToldToLeaveThemOut() throws Exception {
        for (String[] family :
                new String[][] {{"192.0.2.1", "192.0.2.2", "224.0.0.18"}, {"fe80::1", "fe80::2", "ff02::12"}}) {
            try (VrrpSocket receiver = overhear(network.right, family[1], family[2]);
                    VrrpSocket sender = open(network.left, family[0], 255, family[2])) {
                send(sender, GROUP, 11, GROUP, 12);
                receive(receiver);
                assertThat(packet.payload().get(1)).isEqualTo((byte) 11);
                assertThat(packet.source()).isEqualTo(ip(family[0]));
                receive(receiver);
                assertThat(packet.payload().get(1)).isEqualTo((byte) 12);
                Set<OtherRouter> others = Set.of(
                        new OtherRouter(11, ip(family[0])),
                        new OtherRouter(12, ip(family[1])), // somebody else
                        new OtherRouter(13, ip(family[0])));
                receiver.leaveOut(Set.of(GROUP, 14), others, /* all */ false);
                send(sender, 11, 13, 14, 12);
                receive(receiver);
                assertThat(packet.payload().get(1)).isEqualTo((byte) 12);
                receiver.leaveOut(Set.of(), Set.of(), /* all */ true);
                send(sender, 15);
                receiver.leaveOut(Set.of(), Set.of(), /* all */ false);
                send(sender, 16);
                receive(receiver);
                assertThat(packet.payload().get(1)).isEqualTo((byte) 16);
            }
        }
    }

    private static void send(VrrpSocket sender, int... ids) {
        for (int id : ids) {
            byte[] advert = ADVERT.clone();
            advert[1] = (byte) id;
            sender.send(ByteBuffer.wrap(advert), 0);
        }
    }

    @Test
    void shouldTakeAPacketTooShortForAnyHeaderAsWhatItIs() throws Exception {
        try (VrrpSocket receiver = open(network.right, "fe80::2", 255, "ff02::12");
                VrrpSocket sender = open(network.left, "fe80::1", 255, "ff02::12")) {
            sender.send(ByteBuffer.wrap(ADVERT, 0, 1), 0);
            sender.send(ByteBuffer.wrap(ADVERT, 0, 2), 0);
            receive(receiver);
            assertThat(packet.payload().limit()).isEqualTo(2);
        }
    }

    @Test
    void shouldSendAndReceiveWithoutAllocating() throws Exception {
        shouldNotAllocate("192.0.2.1", "192.0.2.2", "224.0.0.18");
        shouldNotAllocate("fe80::1", "fe80::2", "ff02::12");
    }

    private void shouldNotAllocate(String left, String right, String group) throws Exception {
        try (VrrpSocket receiver = open(network.right, right, 255, group);
                VrrpSocket sender = open(network.left, left, 255, group)) {
            ByteBuffer advert = ByteBuffer.wrap(ADVERT);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = Thread.currentThread().getId();
            int rounds = 20_000;
            int received = exchange(sender, receiver, advert, rounds); // classes are loaded, code is compiled
            long before = threads.getThreadAllocatedBytes(thread);
            received += exchange(sender, receiver, advert, rounds);
            long allocated = threads.getThreadAllocatedBytes(thread) - before;
            assertThat(received).isEqualTo(2 * rounds);
            assertThat(allocated).as("bytes in %d rounds", rounds).isLessThan(rounds);
        }
    }

    /** On a veth pair a packet has arrived when the call that sent it returns, or soon after. */
    private int exchange(VrrpSocket sender, VrrpSocket receiver, ByteBuffer advert, int rounds) {
        int received = 0;
        poller.add(receiver.fd());
        for (int round = 0; round < rounds; round++) {
            sender.send(advert, 0);
            poller.poll(Deadline.NEVER);
            received += receiver.receive(packet) ? 1 : 0;
        }
        poller.remove(receiver.fd());
        return received;
    }

    @Test
    void shouldReportASendOnAnInterfaceThatIsDown() throws Exception {
        try (VrrpSocket sender = open(network.left, "192.0.2.1", 255, "224.0.0.18")) {
            network.left.ip("link", "set", "eth0", "down");
            assertThatThrownBy(() -> sender.send(ByteBuffer.allocate(8), 0))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining("cannot send a VRRP advert on eth0");
        }
    }
}
