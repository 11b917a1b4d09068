package org.aloft.agent.kernel.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.kernel.netlink.NetlinkRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Addresses against bytes written by hand from the kernel's headers. */
@EnabledIf(
        value = "org.aloft.agent.kernel.ipvs.IpvsMessagesTest#littleEndian",
        disabledReason = "netlink is in the machine's byte order; these bytes are little-endian")
class RouteMessagesTest {
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
    void shouldPrintAMacAddressAsIpDoes() {
        assertThat(new MacAddress(0x02_00_00_00_00_01L)).hasToString("02:00:00:00:00:01");
        assertThatThrownBy(() -> new MacAddress(1L << 48)).hasMessageContaining("48 bits");
    }

    private static String hex(NetlinkRequest request) {
        return HexFormat.of().formatHex(request.encode(0));
    }

    private static Inet4Address ipv4(String text) throws Exception {
        return (Inet4Address) InetAddress.getByName(text);
    }
}
