package org.aloft.agent.vrrp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.aloft.agent.config.Authentication;
import org.aloft.agent.config.Checksum;
import org.aloft.agent.config.IpFamily;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.UnicastPeer;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.kernel.socket.InternetChecksum;
import org.aloft.agent.vrrp.machine.Advert;
import org.junit.jupiter.api.Test;

/**
 * What RFC.md says of packets, in pairs: one test that the requirement holds, and one with the same packet but for the
 * one thing that the requirement is about. Were a check missing, the first would fail; did another check do its work,
 * the second.
 */
class PacketConformanceTest {
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

    @Test
    void shouldTakeMulticastWithTtl255() {
        assertAccepted(heard(VERSION_3, packet(VERSION_3)));
        assertAccepted(heard6(OVER_IPV6, packet(OVER_IPV6)));
    }

    private static VrrpInstanceBlock unicast(boolean checkSource, UnicastPeer... peers) {
        return Instances.ipv4()
                .transport(new Transport.Unicast(GROUP, List.of(peers), 255, checkSource))
                .build();
    }

    private static Received heardByUnicast(VrrpInstanceBlock block, InetAddress destination, int ttl) {
        ByteBuffer packet = new AdvertEncoder(block, PEER, List.of(destination)).encode(100, 0);
        return new AdvertDecoder(block, OWN).decode(packet, PEER, destination, ttl);
    }

    @Test
    void shouldDropUnicastBeyondTheTtlsOfItsPeer() {
        VrrpInstanceBlock near = unicast(true, new UnicastPeer(PEER, Optional.of(250), Optional.of(254)));
        assertDropped(heardByUnicast(near, OWN, 249), DropReason.TTL);
        assertDropped(heardByUnicast(near, OWN, 255), DropReason.TTL);
    }

    @Test
    void shouldTakeUnicastWithinTheTtlsOfItsPeer() {
        VrrpInstanceBlock near = unicast(true, new UnicastPeer(PEER, Optional.of(250), Optional.of(254)));
        assertAccepted(heardByUnicast(near, OWN, 250));
        assertAccepted(heardByUnicast(near, OWN, 254));
        assertAccepted(heardByUnicast(unicast(false, UnicastPeer.of(PEER)), OWN, 1));
    }

    @Test
    void shouldDropUnicastOfStrangersWhereTheSourceIsChecked() {
        assertDropped(
                heardByUnicast(unicast(true, UnicastPeer.of(Instances.ip("10.0.0.3"))), OWN, 255), DropReason.SOURCE);
    }

    @Test
    void shouldTakeUnicastOfStrangersWhereItIsNot() {
        assertAccepted(heardByUnicast(unicast(false, UnicastPeer.of(Instances.ip("10.0.0.3"))), OWN, 255));
    }

    @Test
    void shouldDropMulticastInAUnicastGroupAndTheOtherWayRound() {
        assertDropped(heardByUnicast(unicast(false, UnicastPeer.of(PEER)), GROUP, 255), DropReason.DESTINATION);
        assertDropped(
                new AdvertDecoder(VERSION_2, OWN).decode(packet(VERSION_2), PEER, OWN, 255), DropReason.DESTINATION);
    }

    @Test
    void shouldTakeEachWhereItBelongs() {
        assertAccepted(heardByUnicast(unicast(false, UnicastPeer.of(PEER)), OWN, 255));
        assertAccepted(heard(VERSION_2, packet(VERSION_2)));
    }

    @Test
    void shouldDropWhatBearsItsOwnAddress() {
        assertDropped(new AdvertDecoder(VERSION_2, PEER).decode(packet(VERSION_2), PEER, GROUP, 255), DropReason.OWN);
    }

    // ---- the fields

    @Test
    void shouldDropAnotherVersion() {
        assertDropped(heard(VERSION_3, changed(VERSION_2, packet -> {})), DropReason.VERSION);
        assertDropped(heard(VERSION_2, changed(VERSION_3, packet -> {})), DropReason.VERSION);
        assertDropped(heard(VERSION_3, changed(VERSION_3, packet -> packet.put(0, (byte) 0x41))), DropReason.VERSION);
    }

    @Test
    void shouldTakeItsOwnVersion() {
        assertAccepted(heard(VERSION_2, changed(VERSION_2, packet -> packet.put(0, (byte) 0x21))));
        assertAccepted(heard(VERSION_3, changed(VERSION_3, packet -> packet.put(0, (byte) 0x31))));
    }

    @Test
    void shouldDropUnknownTypes() {
        assertDropped(heard(VERSION_2, changed(VERSION_2, packet -> packet.put(0, (byte) 0x22))), DropReason.TYPE);
        assertDropped(heard(VERSION_3, changed(VERSION_3, packet -> packet.put(0, (byte) 0x30))), DropReason.TYPE);
    }

    @Test
    void shouldPassOverOtherRouterIds() {
        assertThat(heard(VERSION_3, changed(VERSION_3, packet -> packet.put(1, (byte) 11))))
                .isEqualTo(new Received.OtherGroup());
    }

    @Test
    void shouldTakeItsOwnRouterId() {
        assertAccepted(heard(VERSION_3, changed(VERSION_3, packet -> packet.put(1, (byte) 10))));
    }

    @Test
    void shouldReadEveryPriority() {
        for (int priority = 0; priority <= 255; priority++) {
            byte said = (byte) priority;
            Received received = heard(VERSION_3, changed(VERSION_3, packet -> packet.put(2, said)));
            assertThat(((Received.Accepted) received).advert().priority()).isEqualTo(priority);
        }
    }

    @Test
    void shouldDropAnAdvertThatNamesNoAddress() {
        assertDropped(
                heard(VERSION_3, changed(VERSION_3, packet -> packet.put(3, (byte) 0)
                        .limit(8))),
                DropReason.COUNT);
    }

    @Test
    void shouldTakeAnAdvertThatNamesOne() {
        assertAccepted(heard(
                VERSION_3, changed(VERSION_3, packet -> packet.put(3, (byte) 1).limit(12))));
    }

    /** All VIPs are {@code virtual_ipaddress_excluded}. */
    @Test
    void shouldTakeAnAdvertThatNamesNoneInVersion2() {
        VrrpInstanceBlock none = Instances.ipv4().vips().build();
        ByteBuffer packet = packet(none);
        assertThat(packet.limit()).isEqualTo(16);
        assertAccepted(heard(none, packet));
        assertAccepted(heard(VERSION_2, packet(none)));
        assertAccepted(heard(none, packet(VERSION_2)));
        VrrpInstanceBlock strict = Instances.ipv4().strict().build();
        assertDropped(heard(strict, packet(none)), DropReason.ADDRESSES);
    }

    @Test
    void shouldDropAnAdvertThatIsNotAsLongAsItsCountSays() {
        assertDropped(heard(VERSION_3, packet(VERSION_3).limit(7)), DropReason.LENGTH);
        assertDropped(heard(VERSION_3, changed(VERSION_3, packet -> packet.limit(11))), DropReason.LENGTH);
        assertDropped(heard(VERSION_3, changed(VERSION_3, packet -> packet.put(3, (byte) 2))), DropReason.LENGTH);
        assertDropped(heard(VERSION_2, changed(VERSION_2, packet -> packet.limit(12))), DropReason.LENGTH);
        assertDropped(heard6(OVER_IPV6, packet(OVER_IPV6).limit(24)), DropReason.LENGTH);
    }

    @Test
    void shouldWriteZerosIntoTheReservedBits() {
        VrrpInstanceBlock slow =
                Instances.ipv4().version(3).interval(Duration.ofMillis(40_950)).build();
        assertThat(packet(slow).getShort(4)).isEqualTo((short) 0x0fff);
    }

    @Test
    void shouldNotReadTheReservedBits() {
        Received received = heard(VERSION_3, changed(VERSION_3, packet -> packet.putShort(4, (short) 0xf064)));
        assertThat(((Received.Accepted) received).advert().intervalNanos()).isEqualTo(1_000_000_000L);
    }

    @Test
    void shouldDropAnIntervalOfZero() {
        assertDropped(
                heard(VERSION_3, changed(VERSION_3, packet -> packet.putShort(4, (short) 0))),
                DropReason.INTERVAL_ZERO);
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

    @Test
    void shouldDropAnotherIntervalInVersion2() {
        assertDropped(heard(VERSION_2, changed(VERSION_2, packet -> packet.put(5, (byte) 2))), DropReason.INTERVAL);
    }

    @Test
    void shouldTakeItsOwnIntervalInVersion2() {
        assertAccepted(heard(VERSION_2, changed(VERSION_2, packet -> packet.put(5, (byte) 1))));
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
    void shouldNotTakeTheSumOfOtherAddressesOverIpv4() {
        ByteBuffer ofAnother = new AdvertEncoder(VERSION_3, Instances.ip("10.0.0.3"), List.of(GROUP)).encode(100, 0);
        assertDropped(heard(VERSION_3, ofAnother), DropReason.CHECKSUM);
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

    @Test
    void shouldNotTakeIpv6WithoutThePseudoHeader() {
        assertDropped(heard6(OVER_IPV6, changed(OVER_IPV6, packet -> {})), DropReason.CHECKSUM);
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
    void shouldDropAnotherAddressFirstWhenStrict() {
        VrrpInstanceBlock strict = Instances.ipv6().strict().build();
        VrrpInstanceBlock none = Instances.ipv6().vips("2001:db8::10").build();
        assertDropped(heard6(strict, packet(none)), DropReason.ADDRESSES);
    }

    @Test
    void shouldTakeALinkLocalAddressFirstWhenStrict() {
        VrrpInstanceBlock strict = Instances.ipv6().strict().build();
        assertAccepted(heard6(strict, packet(strict)));
        assertAccepted(
                heard6(OVER_IPV6, packet(Instances.ipv6().vips("2001:db8::10").build())));
    }

    @Test
    void shouldDropOtherAddressesInVersion2WhenStrict() {
        VrrpInstanceBlock strict = Instances.ipv4().strict().build();
        assertDropped(heard(strict, packet(Instances.ipv4().vips("10.0.0.11").build())), DropReason.ADDRESSES);
    }

    @Test
    void shouldTakeOtherAddressesOfTheOwnerAndWhereItIsNotStrict() {
        VrrpInstanceBlock strict = Instances.ipv4().strict().build();
        VrrpInstanceBlock other = Instances.ipv4().vips("10.0.0.11").build();
        assertAccepted(heard(strict, changed(other, packet -> packet.put(2, (byte) 255))));
        assertAccepted(heard(VERSION_2, packet(other)));
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

    // ---- authentication, version 2

    private static VrrpInstanceBlock withPassword(String password) {
        return Instances.ipv4()
                .authentication(Optional.of(new Authentication(password)))
                .build();
    }

    @Test
    void shouldDropAnotherAuthenticationType() {
        assertDropped(heard(VERSION_2, packet(withPassword("abc123"))), DropReason.AUTHENTICATION_TYPE);
        assertDropped(heard(withPassword("abc123"), packet(VERSION_2)), DropReason.AUTHENTICATION_TYPE);
    }

    @Test
    void shouldDropAnotherPassword() {
        assertDropped(heard(withPassword("abc123"), packet(withPassword("abc124"))), DropReason.AUTHENTICATION_DATA);
    }

    @Test
    void shouldTakeItsOwnAuthentication() {
        assertAccepted(heard(withPassword("abc123"), packet(withPassword("abc123"))));
        assertAccepted(heard(VERSION_2, packet(VERSION_2)));
    }

    @Test
    void shouldNotReadTheAuthenticationDataWithoutAuthentication() {
        assertAccepted(heard(VERSION_2, changed(VERSION_2, packet -> packet.putLong(12, 0x6162630000000000L))));
    }
}
