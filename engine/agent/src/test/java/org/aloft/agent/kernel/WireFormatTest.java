package org.aloft.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Frames and messages against bytes written by hand from the RFCs and the kernel's headers. */
@EnabledIf(
        value = "org.aloft.agent.kernel.IpvsMessagesTest#littleEndian",
        disabledReason = "netlink is in the machine's byte order; these bytes are little-endian")
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
        Ipv4Header.write(header, VrrpSocket.PROTOCOL, 255, ipv4("192.0.2.1"), ipv4("224.0.0.18"));
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
        Ipv6Header.write(header, 0, VrrpSocket.PROTOCOL, 255, ipv6("fe80::1"), ipv6("ff02::12"));
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

    @Test
    void shouldAddAnAddressWithBroadcastAndLabel() throws Exception {
        InterfaceAddress vip = new InterfaceAddress(
                3, ipv4("192.0.2.10"), 32, Scope.LINK, Optional.of("eth0:1"), Optional.of(ipv4("192.0.2.255")));
        assertThat(hex(RouteMessages.addAddress(vip)))
                .isEqualTo("3c000000" + "1400" + "0506" + "00000000" + "00000000" // length, NEWADDR, flags
                        + "02" + "20" + "00" + "fd" + "03000000" // IPv4, /32, no flags, link, interface 3
                        + "08000200c000020a" + "08000100c000020a" // local, address
                        + "08000400c00002ff" + "0b000300657468303a310000"); // broadcast, label padded
    }

    @Test
    void shouldAddAnIpv6AddressWithoutDuplicateAddressDetection() throws Exception {
        InterfaceAddress vip = InterfaceAddress.of(3, InetAddress.getByName("2001:db8::10"), 128);
        assertThat(hex(RouteMessages.addAddress(vip)))
                .startsWith("40000000" + "14000506" + "0000000000000000" + "0a800200");
    }

    @Test
    void shouldReadTheKernelsWordsFromARefusal() {
        byte[] refusal = HexFormat.of()
                .parseHex("34000000" + "0200" + "0003" + "07000000" + "00000000" // ERROR, capped, with attributes
                        + "9dffffff" + "3c000000140005060700000000000000" // -99, our header
                        + "0e000100" + "6e6f206465766963650000" + "00"); // "no device", padded
        NetlinkMessage message = NetlinkMessage.parse(ByteBuffer.wrap(refusal)).get(0);
        assertThat(message.errorNumber()).isEqualTo(99);
        assertThat(message.errorText()).startsWith("no device");
        assertThat(message.sequence()).isEqualTo(7);
    }

    @Test
    void shouldRefuseAMessageThatClaimsToBeLongerThanItsDatagram() {
        byte[] lying = HexFormat.of().parseHex("ff000000" + "02000000" + "00000000" + "00000000");
        assertThatThrownBy(() -> NetlinkMessage.parse(ByteBuffer.wrap(lying)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("255 bytes where 16 are left");
    }

    @Test
    void shouldRefuseAnAttributeThatLeavesItsMessage() {
        ByteBuffer lying =
                ByteBuffer.wrap(HexFormat.of().parseHex("0900010000000000")).order(ByteOrder.nativeOrder());
        assertThatThrownBy(() -> NetlinkAttributes.parse(lying, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldPrintAMacAddressAsIpDoes() {
        assertThat(MAC).hasToString("02:00:00:00:00:01");
        assertThatThrownBy(() -> new MacAddress(1L << 48)).hasMessageContaining("48 bits");
    }

    @Test
    void shouldRefuseAddressesThatTheKernelWouldRefuseWithLessOfAnExplanation() throws Exception {
        InetAddress ipv4 = ipv4("192.0.2.10");
        InetAddress ipv6 = InetAddress.getByName("2001:db8::10");
        assertThatThrownBy(() -> InterfaceAddress.of(1, ipv4, 33)).hasMessageContaining("0..32: 192.0.2.10/33");
        assertThatThrownBy(() -> InterfaceAddress.of(1, ipv6, 129)).hasMessageContaining("0..128");
        for (String label : List.of("", "sixteen-letters!")) {
            assertThatThrownBy(
                            () -> new InterfaceAddress(1, ipv4, 32, Scope.GLOBAL, Optional.of(label), Optional.empty()))
                    .hasMessageContaining("a label has 1..15 characters");
        }
        assertThatThrownBy(
                        () -> new InterfaceAddress(1, ipv6, 128, Scope.GLOBAL, Optional.of("eth0:1"), Optional.empty()))
                .hasMessageContaining("only an IPv4 address has a label");
    }

    @Test
    void shouldMakeAMessageOfAnyLength() {
        byte[] value = new byte[5000];
        Arrays.fill(value, (byte) 7);
        byte[] message = new NetlinkRequest(0x10, 0)
                .attribute32(1, 0x01020304)
                .attribute(2, value)
                .attribute16(3, 9)
                .encode(1);
        assertThat(message).hasSize(16 + 8 + 4 + 5000 + 8);
        assertThat(Arrays.copyOfRange(message, 28, 5028)).isEqualTo(value);
        ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
        assertThat(bytes.getInt(0)).isEqualTo(message.length);
        assertThat(bytes.getInt(20)).isEqualTo(0x01020304);
        assertThat(bytes.getShort(5032)).isEqualTo((short) 9);
    }

    private static String hex(NetlinkRequest request) {
        return HexFormat.of().formatHex(request.encode(0));
    }

    private static Inet6Address ipv6(String text) throws Exception {
        return (Inet6Address) InetAddress.getByName(text);
    }

    private static Inet4Address ipv4(String text) throws Exception {
        return (Inet4Address) InetAddress.getByName(text);
    }
}
