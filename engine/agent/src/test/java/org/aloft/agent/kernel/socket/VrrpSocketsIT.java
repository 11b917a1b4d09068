package org.aloft.agent.kernel.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
class VrrpSocketsIT {
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

    private static VrrpSender sender(NetworkNamespaces.Side side, String source, int hopLimit, String... destinations)
            throws Exception {
        return on(side, VrrpSender::open, source, hopLimit, destinations);
    }

    /** Hears {@link #GROUP}. */
    private static VrrpListener listener(NetworkNamespaces.Side side, String source, String destination)
            throws Exception {
        return listener(side, source, destination, HeardRouter.all(GROUP));
    }

    private static VrrpListener listener(
            NetworkNamespaces.Side side, String source, String destination, HeardRouter... heard) throws Exception {
        return on(
                side,
                route -> {
                    VrrpListener opened = VrrpListener.open(ListeningPlace.of(route));
                    opened.hear(List.of(heard));
                    return opened;
                },
                source,
                255,
                destination);
    }

    private static <T> T on(
            NetworkNamespaces.Side side,
            Function<VrrpRoute, T> opening,
            String source,
            int hopLimit,
            String... destinations)
            throws Exception {
        return side.call(() -> {
            try (Rtnetlink route = Rtnetlink.open()) {
                List<InetAddress> all =
                        List.of(destinations).stream().map(VrrpSocketsIT::ip).toList();
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
    private void receive(VrrpListener receiver) {
        poller.add(receiver.fd());
        poller.poll(Deadline.NEVER);
        poller.remove(receiver.fd());
        assertThat(receiver.receive(packet)).isTrue();
    }

    private void shouldCarry(String left, String right, String leftTo, String rightTo, int hopLimit) throws Exception {
        try (VrrpListener receiver = listener(network.right, right, rightTo);
                VrrpListener own = listener(network.left, left, leftTo);
                VrrpSender sender = sender(network.left, left, hopLimit, leftTo)) {
            sender.send(ByteBuffer.wrap(ADVERT), 0);
            receive(receiver);
            assertThat(packet.source()).isEqualTo(ip(left));
            assertThat(packet.destination()).isEqualTo(ip(leftTo));
            assertThat(packet.hopLimit()).isEqualTo(hopLimit);
            assertThat(packet.payload()).isEqualTo(ByteBuffer.wrap(ADVERT));
            assertThat(receiver.receive(packet)).as("a second one").isFalse();
            assertThat(own.receive(packet)).as("its own packet").isFalse();
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
        try (VrrpListener receiver = listener(network.right, right, group);
                VrrpSender sender = sender(network.left, left, 255, group)) {
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
        try (VrrpListener receiver = listener(network.right, "192.0.2.2", "192.0.2.1");
                VrrpSender sender = sender(network.left, "192.0.2.1", 255, "192.0.2.77", "192.0.2.2")) {
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
            try (VrrpListener receiver = listener(network.right, family[1], family[2]);
                    VrrpSender sender = sender(network.left, family[0], 255, family[2])) {
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
            try (VrrpListener receiver = listener(network.right, family[1], family[2]);
                    VrrpSender sender = sender(network.left, family[0], 255, family[2])) {
                receiver.hearAllBut(Set.of(GROUP), Set.of());
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
                receiver.hearAllBut(Set.of(GROUP, 14), others);
                send(sender, 11, 13, 14, 12);
                receive(receiver);
                assertThat(packet.payload().get(1)).isEqualTo((byte) 12);
                receiver.hearNobody();
                send(sender, 15);
                receiver.hearAllBut(Set.of(), Set.of());
                send(sender, 16);
                receive(receiver);
                assertThat(packet.payload().get(1)).isEqualTo((byte) 16);
            }
        }
    }

    /** Packets of one sender keep their order, so what is not heard before the last one was dropped. */
    @Test
    void shouldHearManyRoutersEachByItsOwnRule() throws Exception {
        shouldHearByRule("192.0.2.1", "192.0.2.2", "224.0.0.18", Optional.empty());
        shouldHearByRule("fe80::1", "fe80::2", "ff02::12", Optional.empty());
        shouldHearByRule("192.0.2.1", "192.0.2.2", "192.0.2.2", Optional.of("192.0.2.1"));
        shouldHearByRule("fe80::1", "fe80::2", "fe80::2", Optional.of("fe80::1"));
    }

    private void shouldHearByRule(String left, String right, String to, Optional<String> peer) throws Exception {
        String rightTo = peer.isPresent() ? left : to;
        HeardRouter.Genuine second = new HeardRouter.Genuine(2, ip(right), List.of());
        HeardRouter.Genuine third = new HeardRouter.Genuine(3, ip(right), List.of());
        HeardRouter.Genuine strangers = new HeardRouter.Genuine(2, ip(right), List.of(ip(right)));
        HeardRouter.Genuine peers = new HeardRouter.Genuine(2, ip(right), List.of(ip(right), ip(left)));
        HeardRouter[] rules = {
            HeardRouter.all(1),
            new HeardRouter(2, Optional.of(second)),
            new HeardRouter(3, Optional.of(third)),
            new HeardRouter(4, Optional.of(second)),
            new HeardRouter(5, Optional.of(strangers)),
            new HeardRouter(6, Optional.of(peers)),
            HeardRouter.all(GROUP)
        };
        try (VrrpListener receiver = listener(network.right, right, rightTo, rules);
                VrrpSender near = sender(network.left, left, 255, to);
                VrrpSender far = sender(network.left, left, 64, to)) {
            send(near, 1, 2, 3, 4, 5, 6, 7, GROUP);
            assertThat(heardUntilGroup(receiver)).containsExactly(1, 2, 4, 6);
            send(far, 1, 2, 3, 4, 5, 6, 7, GROUP);
            if (peer.isPresent()) {
                assertThat(heardUntilGroup(receiver)).containsExactly(1, 2, 4, 6);
            } else {
                assertThat(heardUntilGroup(receiver)).containsExactly(1);
            }
        }
    }

    private List<Integer> heardUntilGroup(VrrpListener receiver) {
        List<Integer> heard = new ArrayList<>();
        while (true) {
            receive(receiver);
            int id = packet.payload().get(1);
            if (id == GROUP) {
                return heard;
            }
            heard.add(id);
        }
    }

    /** A program for the kernel has at most 4,096 instructions. */
    @Test
    void shouldHearAllOfThemWhereTheRulesAreTooLongForTheKernel() throws Exception {
        List<HeardRouter> rules = new ArrayList<>();
        for (int id = 1; id <= 255; id++) {
            List<InetAddress> sources = new ArrayList<>();
            for (int peer = 1; peer <= 200; peer++) {
                sources.add(ip("198.18." + id + "." + peer));
            }
            rules.add(new HeardRouter(id, Optional.of(new HeardRouter.Genuine(2, ip("192.0.2.2"), sources))));
        }
        for (int count : new int[] {255, 30}) {
            HeardRouter[] some = rules.subList(0, count).toArray(HeardRouter[]::new);
            try (VrrpListener receiver = listener(network.right, "192.0.2.2", "192.0.2.1", some);
                    VrrpSender sender = sender(network.left, "192.0.2.1", 255, "192.0.2.2")) {
                send(sender, 29, GROUP);
                assertThat(heardUntilGroup(receiver)).containsExactly(29);
            }
        }
    }

    private static void send(VrrpSender sender, int... ids) {
        for (int id : ids) {
            byte[] advert = ADVERT.clone();
            advert[1] = (byte) id;
            sender.send(ByteBuffer.wrap(advert), 0);
        }
    }

    @Test
    void shouldTakeAPacketTooShortForAnyHeaderAsWhatItIs() throws Exception {
        try (VrrpListener receiver = listener(network.right, "fe80::2", "ff02::12");
                VrrpSender sender = sender(network.left, "fe80::1", 255, "ff02::12")) {
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
        try (VrrpListener receiver = listener(network.right, right, group);
                VrrpSender sender = sender(network.left, left, 255, group)) {
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
    private int exchange(VrrpSender sender, VrrpListener receiver, ByteBuffer advert, int rounds) {
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
        try (VrrpSender sender = sender(network.left, "192.0.2.1", 255, "224.0.0.18")) {
            network.left.ip("link", "set", "eth0", "down");
            assertThatThrownBy(() -> sender.send(ByteBuffer.allocate(8), 0))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining("cannot send a VRRP advert on eth0");
        }
    }
}
