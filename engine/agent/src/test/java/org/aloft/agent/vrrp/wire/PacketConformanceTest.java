package org.aloft.agent.vrrp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.aloft.agent.CaseFile;
import org.aloft.agent.config.Authentication;
import org.aloft.agent.config.Checksum;
import org.aloft.agent.config.IpFamily;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.UnicastPeer;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.kernel.socket.InternetChecksum;
import org.aloft.agent.vrrp.machine.Advert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What RFC.md says of packets, in pairs: one test that the requirement holds, and one with the same packet but for
 * the one thing that the requirement is about. Were a check missing, the first would fail; did another check do its
 * work, the second. Most of them are files: packets in hexadecimal, one a line, each with the router that hears it
 * (version 2, virtual_router_id 10, at 10.0.0.2 or fe80::2, but for what stands there), and what that makes of it.
 */
class PacketConformanceTest {
    private static final Path CASES = Path.of("src/test/resources/org/aloft/agent/vrrp/wire/cases");
    private static final InetAddress PEER = Instances.ip("10.0.0.1");
    private static final InetAddress OWN = Instances.ip("10.0.0.2");
    private static final InetAddress GROUP = Instances.ip("224.0.0.18");
    private static final InetAddress PEER6 = Instances.ip("fe80::1");
    private static final InetAddress OWN6 = Instances.ip("fe80::2");
    private static final InetAddress GROUP6 = Instances.ip("ff02::12");
    private static final VrrpInstanceBlock VERSION_2 = Instances.ipv4().build();
    private static final VrrpInstanceBlock VERSION_3 =
            Instances.ipv4().version(3).build();
    private static final VrrpInstanceBlock OVER_IPV6 = Instances.ipv6().build();

    /** As the peer sends it. */
    private static ByteBuffer packet(VrrpInstanceBlock block) {
        boolean ipv6 = block.wire().family() == IpFamily.IPV6;
        return new AdvertEncoder(block, ipv6 ? PEER6 : PEER, List.of(ipv6 ? GROUP6 : GROUP)).encode(100, 0);
    }

    /** With the checksum made right again, without pseudo-header: of IPv4 only. */
    private static ByteBuffer changed(VrrpInstanceBlock block, Consumer<ByteBuffer> change) {
        ByteBuffer packet = packet(block);
        change.accept(packet);
        packet.putShort(6, (short) 0);
        return packet.putShort(6, (short) InternetChecksum.of(packet, 0, packet.limit(), 0));
    }

    private static Received heard(VrrpInstanceBlock block, ByteBuffer packet) {
        return new AdvertDecoder(block, OWN).decode(packet, PEER, GROUP, 255);
    }

    private static Received heard6(VrrpInstanceBlock block, ByteBuffer packet) {
        return new AdvertDecoder(block, OWN6).decode(packet, PEER6, GROUP6, 255);
    }

    private static void assertAccepted(Received received) {
        assertThat(received).isInstanceOf(Received.Accepted.class);
    }

    private static void assertDropped(Received received, DropReason reason) {
        assertThat(received).isEqualTo(new Received.Dropped(reason));
    }

    static List<Path> shouldHearWhatItsFileSays() throws IOException {
        return CaseFile.in(CASES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void shouldHearWhatItsFileSays(Path file) throws IOException {
        CaseFile.Part story = CaseFile.read(file);
        assertThat(story.text("about")).isNotBlank();
        for (CaseFile.Part packet : story.parts("packets")) {
            CaseFile.Part router = packet.part("router").orElseThrow();
            boolean ipv6 = router.flag("ipv6", false);
            InetAddress own = Instances.ip(
                    router.find("address").orElse(ipv6 ? "fe80::2" : "10.0.0.2").toString());
            InetAddress to = Instances.ip(
                    packet.find("to").orElse(ipv6 ? "ff02::12" : "224.0.0.18").toString());
            byte[] bytes = HexFormat.of().parseHex(packet.text("bytes").replace(" ", ""));
            Received received = new AdvertDecoder(router(router, ipv6), own)
                    .decode(ByteBuffer.wrap(bytes), ipv6 ? PEER6 : PEER, to, packet.number("ttl", 255));
            check(packet, received);
            router.checkThatAllIsUsed();
            packet.checkThatAllIsUsed();
        }
        story.checkThatAllIsUsed();
    }

    private static VrrpInstanceBlock router(CaseFile.Part given, boolean ipv6) {
        Instances router = ipv6 ? Instances.ipv6() : Instances.ipv4().version(given.number("version", 2));
        if (given.has("vips")) {
            router.vips(given.texts("vips").toArray(String[]::new));
        }
        if (given.flag("strict", false)) {
            router.strict();
        }
        router.authentication(given.find("password").map(Object::toString).map(Authentication::new));
        boolean checkSource = given.flag("checkSource", false);
        if (given.has("peers")) {
            List<UnicastPeer> peers = given.parts("peers").stream()
                    .map(PacketConformanceTest::peer)
                    .toList();
            router.transport(new Transport.Unicast(GROUP, peers, 255, checkSource));
        }
        return router.build();
    }

    private static UnicastPeer peer(CaseFile.Part given) {
        UnicastPeer peer =
                new UnicastPeer(Instances.ip(given.text("address")), ttl(given, "minTtl"), ttl(given, "maxTtl"));
        given.checkThatAllIsUsed();
        return peer;
    }

    private static Optional<Integer> ttl(CaseFile.Part given, String name) {
        return given.has(name) ? Optional.of(given.number(name, 0)) : Optional.empty();
    }

    private static void check(CaseFile.Part packet, Received received) {
        String heard = "of another group";
        if (received instanceof Received.Dropped dropped) {
            heard = "dropped " + dropped.reason().key();
        } else if (received instanceof Received.Accepted) {
            heard = "accepted";
        }
        assertThat(heard).as("%s: heard", packet).isEqualTo(packet.text("heard"));
        if (received instanceof Received.Accepted accepted) {
            Advert advert = accepted.advert();
            assertThat(advert.priority()).as("%s: priority", packet).isEqualTo(packet.number("priority", 100));
            packet.nanos("interval").ifPresent(interval -> assertThat(advert.intervalNanos())
                    .as("%s: interval", packet)
                    .isEqualTo(interval));
            if (packet.has("addresses")) {
                assertThat(advert.addresses())
                        .as("%s: addresses", packet)
                        .isEqualTo(Instances.addresses(packet.texts("addresses").toArray(String[]::new)));
            }
        }
    }

    // ---- the way of the packet

    @Test
    void shouldDropMulticastWithAnyTtlBut255() {
        for (int ttl = 0; ttl < 255; ttl++) {
            assertDropped(
                    new AdvertDecoder(VERSION_3, OWN).decode(packet(VERSION_3), PEER, GROUP, ttl), DropReason.TTL);
            assertDropped(
                    new AdvertDecoder(OVER_IPV6, OWN6).decode(packet(OVER_IPV6), PEER6, GROUP6, ttl), DropReason.TTL);
        }
    }

    // ---- the fields

    @Test
    void shouldReadEveryPriority() {
        for (int priority = 0; priority <= 255; priority++) {
            byte said = (byte) priority;
            Received received = heard(VERSION_3, changed(VERSION_3, packet -> packet.put(2, said)));
            assertThat(((Received.Accepted) received).advert().priority()).isEqualTo(priority);
        }
    }

    @Test
    void shouldWriteZerosIntoTheReservedBits() {
        VrrpInstanceBlock slow =
                Instances.ipv4().version(3).interval(Duration.ofMillis(40_950)).build();
        assertThat(packet(slow).getShort(4)).isEqualTo((short) 0x0fff);
    }

    @Test
    void shouldTakeAnyOtherIntervalInVersion3() {
        for (int hundredths = 1; hundredths <= 4095; hundredths++) {
            short said = (short) hundredths;
            Received received = heard(VERSION_3, changed(VERSION_3, packet -> packet.putShort(4, said)));
            assertThat(((Received.Accepted) received).advert().intervalNanos()).isEqualTo(hundredths * 10_000_000L);
        }
    }

    @Test
    void shouldSayOnceThatAnIntervalDiffersInVersion3() {
        PeerDifferences differences = new PeerDifferences(VERSION_3);
        Advert fast = new Advert(PEER, 100, 500_000_000L, Instances.addresses("10.0.0.10"));
        assertThat(differences.news(fast))
                .containsExactly("10.0.0.1 sends an advert every 0.50 s, this router every 1.00 s;"
                        + " make advert_int the same on all members");
        assertThat(differences.news(new Advert(PEER, 101, 500_000_000L, fast.addresses())))
                .as("still")
                .isEmpty();
        assertThat(differences.news(new Advert(PEER, 100, 1_000_000_000L, fast.addresses())))
                .as("as configured")
                .isEmpty();
        assertThat(differences.news(fast)).as("again").hasSize(1);
    }

    // ---- the checksum

    @Test
    void shouldDropAnAdvertWithAnyBitFlipped() {
        for (VrrpInstanceBlock block : List.of(VERSION_2, VERSION_3)) {
            ByteBuffer packet = packet(block);
            // The interval, the checksum and the addresses: nothing else looks at them.
            for (int bit = 8 * 6; bit < 8 * 12; bit++) {
                flip(packet, bit);
                assertDropped(heard(block, packet), DropReason.CHECKSUM);
                flip(packet, bit);
            }
            assertAccepted(heard(block, packet));
        }
        ByteBuffer packet = packet(OVER_IPV6);
        for (int bit = 8 * 6; bit < 8 * packet.limit(); bit++) {
            flip(packet, bit);
            assertDropped(heard6(OVER_IPV6, packet), DropReason.CHECKSUM);
            flip(packet, bit);
        }
        assertAccepted(heard6(OVER_IPV6, packet));
    }

    private static void flip(ByteBuffer packet, int bit) {
        packet.put(bit / 8, (byte) (packet.get(bit / 8) ^ 1 << bit % 8));
    }

    @Test
    void shouldTakeVersion3OverIpv4SummedInEveryWay() {
        Transport peers = new Transport.Unicast(GROUP, List.of(UnicastPeer.of(PEER)), 255, false);
        for (Checksum checksum : Checksum.values()) {
            VrrpInstanceBlock block = Instances.ipv4()
                    .version(3)
                    .transport(peers)
                    .checksum(checksum)
                    .build();
            ByteBuffer packet = new AdvertEncoder(block, PEER, List.of(OWN)).encode(100, 0);
            Received received = new AdvertDecoder(block, OWN).decode(packet, PEER, OWN, 255);
            assertThat(((Received.Accepted) received).checksum()).isEqualTo(checksum);
        }
    }

    @Test
    void shouldSumThePseudoHeaderOverIpv6() {
        // fe80::1 to ff02::12, 8 + 2 * 16 bytes, next header 112; summed by hand.
        assertThat(packet(OVER_IPV6).getShort(6)).isEqualTo((short) sumByHand());
    }

    private static int sumByHand() {
        int[] halves = {
            0xfe80,
            1,
            0xff02,
            0x12,
            40,
            112, // pseudo-header
            0x310a,
            0x6402,
            0x0064, // version to interval
            0xfe80,
            0x10,
            0x2001,
            0x0db8,
            0x10 // addresses
        };
        int sum = 0;
        for (int half : halves) {
            sum += half;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return ~sum;
    }

    // ---- the addresses

    @Test
    void shouldPutLinkLocalAddressesFirst() {
        VrrpInstanceBlock block = Instances.ipv6()
                .vips("2001:db8::10", "fe80::10", "2001:db8::11")
                .build();
        assertThat(((Received.Accepted) heard6(block, packet(block))).advert().addresses())
                .containsExactlyElementsOf(Instances.addresses("fe80::10", "2001:db8::10", "2001:db8::11"));
    }

    @Test
    void shouldSayOnceThatAddressesDiffer() {
        PeerDifferences differences = new PeerDifferences(VERSION_2);
        Advert other = new Advert(PEER, 100, 1_000_000_000L, Instances.addresses("10.0.0.11"));
        assertThat(differences.news(other))
                .containsExactly("10.0.0.1 claims other VIPs than this router;"
                        + " make virtual_ipaddress the same on all members");
        assertThat(differences.news(new Advert(PEER, 101, 1_000_000_000L, other.addresses())))
                .isEmpty();
    }

    @Test
    void shouldNotCompareTheAddressesOfTheSameRouterTwiceWhenToldSo() {
        PeerDifferences differences =
                new PeerDifferences(Instances.ipv4().skippingAddresses().build());
        Advert first = new Advert(PEER, 100, 1_000_000_000L, Instances.addresses("10.0.0.10"));
        Advert other = new Advert(PEER, 100, 1_000_000_000L, Instances.addresses("10.0.0.11"));
        Advert another = new Advert(Instances.ip("10.0.0.3"), 100, 1_000_000_000L, other.addresses());
        assertThat(differences.news(first)).isEmpty();
        assertThat(differences.news(other)).as("of the same router").isEmpty();
        assertThat(differences.news(another)).as("of another").hasSize(1);
    }

    @Test
    void shouldSayThatThereAreTwoOwners() {
        Advert owner = new Advert(PEER, 255, 1_000_000_000L, Instances.addresses("10.0.0.10"));
        assertThat(new PeerDifferences(Instances.ipv4().priority(255).build()).news(owner))
                .singleElement()
                .asString()
                .contains("claims to own the addresses (priority 255), and so does this router");
        assertThat(new PeerDifferences(VERSION_2).news(owner)).isEmpty();
    }
}
