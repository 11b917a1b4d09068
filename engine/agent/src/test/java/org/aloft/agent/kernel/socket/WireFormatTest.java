package org.aloft.agent.kernel.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.aloft.agent.kernel.route.MacAddress;
import org.junit.jupiter.api.Test;

/** Frames and headers against bytes written by hand from the RFCs. */
class WireFormatTest {
    private static final MacAddress MAC = new MacAddress(0x02_00_00_00_00_01L);

    @Test
    void shouldWriteAGratuitousArpRequest() throws Exception {
        assertThat(arp(ArpSocket.REQUEST))
                .isEqualTo("ffffffffffff" + "020000000001" + "0806" + "0001" + "0800" + "0604" + "0001" + "020000000001"
                        + "c000020a" + "000000000000" + "c000020a");
    }

    @Test
    void shouldWriteAGratuitousArpReply() throws Exception {
        assertThat(arp(ArpSocket.REPLY))
                .isEqualTo("ffffffffffff" + "020000000001" + "0806" + "0001" + "0800" + "0604" + "0002" + "020000000001"
                        + "c000020a" + "ffffffffffff" + "c000020a");
    }

    private static String arp(int operation) throws Exception {
        ByteBuffer frame = ByteBuffer.allocate(ArpSocket.FRAME);
        ArpSocket.write(frame, operation, MAC, ipv4("192.0.2.10"));
        return HexFormat.of().formatHex(frame.array());
    }

    @Test
    void shouldWriteAndReadTheIpv4HeaderOfAVrrpPacket() throws Exception {
        ByteBuffer header = ByteBuffer.allocate(Ipv4Header.LENGTH);
        Ipv4Header.write(header, VrrpRoute.PROTOCOL, 255, ipv4("192.0.2.1"), ipv4("224.0.0.18"));
        assertThat(HexFormat.of().formatHex(header.array()))
                .isEqualTo("45c00000" + "00000000" + "ff700000" + "c0000201" + "e0000012");
        assertThat(Ipv4Header.headerLength(header)).isEqualTo(20);
        assertThat(Ipv4Header.ttl(header)).isEqualTo(255);
        RecentAddresses addresses = new RecentAddresses();
        assertThat(addresses.at(header, Ipv4Header.SOURCE, 4)).isEqualTo(ipv4("192.0.2.1"));
        assertThat(addresses.at(header, Ipv4Header.DESTINATION, 4)).isEqualTo(ipv4("224.0.0.18"));
    }

    @Test
    void shouldWriteTheIpv6HeaderOfAVrrpPacket() throws Exception {
        ByteBuffer header = ByteBuffer.allocate(Ipv6Header.LENGTH);
        Ipv6Header.write(header, 0, VrrpRoute.PROTOCOL, 255, ipv6("fe80::1"), ipv6("ff02::12"));
        Ipv6Header.payloadLength(header, 0, 24);
        assertThat(HexFormat.of().formatHex(header.array()))
                .isEqualTo("6c000000" + "0018" + "70" + "ff" + "fe800000000000000000000000000001"
                        + "ff020000000000000000000000000012");
    }

    @Test
    void shouldWriteAnUnsolicitedNeighbourAdvertisement() throws Exception {
        ByteBuffer frame = ByteBuffer.allocate(NeighbourSocket.FRAME);
        NeighbourSocket.write(frame, MAC, ipv6("fe80::10"), false);
        assertThat(HexFormat.of().formatHex(frame.array()))
                .isEqualTo("333300000001" + "020000000001" + "86dd" // Ethernet
                        + "6c000000" + "0020" + "3a" + "ff" // IPv6: 32 bytes of ICMPv6, hop limit 255
                        + "fe800000000000000000000000000010" + "ff020000000000000000000000000001"
                        + "8800" + "577d" + "20000000" // advertisement, checksum, override
                        + "fe800000000000000000000000000010" + "0201" + "020000000001"); // target and its MAC
        NeighbourSocket.write(frame, MAC, ipv6("fe80::10"), true);
        assertThat(frame.get(58)).as("router and override").isEqualTo((byte) 0xa0);
    }

    @Test
    void shouldKeepAFixedNumberOfAddresses() throws Exception {
        RecentAddresses addresses = new RecentAddresses();
        ByteBuffer packet = ByteBuffer.allocate(4);
        InetAddress first = addresses.at(packet, 0, 4);
        assertThat(addresses.at(packet, 0, 4)).isSameAs(first);
        for (int other = 1; other <= 16; other++) {
            addresses.at(packet.putInt(0, other), 0, 4);
        }
        assertThat(addresses.at(packet.putInt(0, 0), 0, 4)).isEqualTo(first).isNotSameAs(first);
    }

    @Test
    void shouldKeepAnIpv4MappedAddressInItsFamily() {
        ByteBuffer mapped = ByteBuffer.wrap(HexFormat.of().parseHex("00000000000000000000ffffc0000201"));
        assertThat(new RecentAddresses().at(mapped, 0, 16)).isInstanceOf(Inet6Address.class);
    }

    private static Inet6Address ipv6(String text) throws Exception {
        return (Inet6Address) InetAddress.getByName(text);
    }

    private static Inet4Address ipv4(String text) throws Exception {
        return (Inet4Address) InetAddress.getByName(text);
    }
}
