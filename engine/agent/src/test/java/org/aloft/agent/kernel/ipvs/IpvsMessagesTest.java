package org.aloft.agent.kernel.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.aloft.agent.kernel.ipvs.IpvsDestination.Forwarding;
import org.aloft.agent.kernel.netlink.NetlinkMessage;
import org.aloft.agent.kernel.netlink.NetlinkRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Against bytes that went between ipvsadm 1.31 and Linux 6.1 on a little-endian machine, with the sequence and port
 * numbers set to 0. Statistics are left out of lists.
 */
@EnabledIf(
        value = "littleEndian",
        disabledReason = "netlink is in the machine's byte order; these bytes are little-endian")
class IpvsMessagesTest {
    private static final int FAMILY = 0x1c;
    private static final IpvsServiceKey WEB = endpoint(IpvsProtocol.TCP, "192.0.2.10", 80);
    private static final IpvsServiceKey WEB6 = endpoint(IpvsProtocol.TCP, "2001:db8::10", 443);

    static boolean littleEndian() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    @Test
    void shouldAddAServiceByTheBytesThatIpvsadmSends() {
        assertThat(hex(IpvsMessages.putService(FAMILY, IpvsMessages.NEW_SERVICE, IpvsService.of(WEB, "rr"))))
                .isEqualTo(bytes("""
                                68000000 1c00 0500 00000000 00000000 01010000 54000180
                                0600010002000000 0600020006000000 14000300c000020a000000000000000000000000
                                0600040000500000 0700060072720000 0c00070000000000ffffffff 0800080000000000
                                08000900ffffffff"""));
    }

    @Test
    void shouldAddAPersistentServiceByTheBytesThatIpvsadmSends() {
        IpvsService dns = new IpvsService(
                endpoint(IpvsProtocol.UDP, "192.0.2.10", 53), "wlc", 0, Optional.of(Duration.ofMinutes(5)), 24);
        assertThat(hex(IpvsMessages.putService(FAMILY, IpvsMessages.NEW_SERVICE, dns)))
                .isEqualTo(bytes("""
                                68000000 1c00 0500 00000000 00000000 01010000 54000180
                                0600010002000000 0600020011000000 14000300c000020a000000000000000000000000
                                0600040000350000 08000600776c6300 0c00070001000000ffffffff 080008002c010000
                                08000900ffffff00"""));
    }

    @Test
    void shouldAddAServiceOfAFirewallMarkByTheBytesThatIpvsadmSends() {
        IpvsService marked = IpvsService.of(new IpvsServiceKey.FirewallMark(7, false), "wrr");
        assertThat(hex(IpvsMessages.putService(FAMILY, IpvsMessages.NEW_SERVICE, marked)))
                .isEqualTo(bytes("""
                                4c000000 1c00 0500 00000000 00000000 01010000 38000180
                                0600010002000000 0800050007000000 0800060077727200 0c00070000000000ffffffff
                                0800080000000000 08000900ffffffff"""));
    }

    @Test
    void shouldAddAnIpv6ServiceWithAPrefixInPlaceOfAMask() {
        assertThat(hex(IpvsMessages.putService(FAMILY, IpvsMessages.NEW_SERVICE, IpvsService.of(WEB6, "rr"))))
                .isEqualTo(bytes("""
                                68000000 1c00 0500 00000000 00000000 01010000 54000180
                                060001000a000000 0600020006000000 1400030020010db8000000000000000000000010
                                0600040001bb0000 0700060072720000 0c00070000000000ffffffff 0800080000000000
                                0800090080000000"""));
    }

    @Test
    void shouldAddARealServerByTheLayoutOfTheKernelsHeader() throws Exception {
        IpvsDestination real =
                new IpvsDestination(InetAddress.getByName("192.0.2.21"), 80, Forwarding.DIRECT_ROUTE, 3, 100, 50);
        assertThat(hex(IpvsMessages.putDestination(FAMILY, IpvsMessages.NEW_DESTINATION, WEB, real)))
                .isEqualTo(bytes("""
                                8c000000 1c00 0500 00000000 00000000 05010000 30000180
                                0600010002000000 0600020006000000 14000300c000020a000000000000000000000000
                                0600040000500000
                                48000280 14000100c0000215000000000000000000000000 0600020000500000
                                0800030003000000 0800040003000000 0800050064000000 0800060032000000
                                06000b0002000000"""));
    }

    @Test
    void shouldAddAServiceWithFlagsAndAPersistenceEngineByTheLayoutOfTheKernelsHeader() {
        IpvsService sip = new IpvsService(
                endpoint(IpvsProtocol.UDP, "192.0.2.10", 5060),
                "rr",
                IpvsService.ONE_PACKET | IpvsService.SCHEDULER_FLAG_2,
                Optional.of(Duration.ofMinutes(5)),
                32,
                Optional.of("sip"));
        assertThat(hex(IpvsMessages.putService(FAMILY, IpvsMessages.NEW_SERVICE, sip)))
                .isEqualTo(bytes("""
                                70000000 1c00 0500 00000000 00000000 01010000 5c000180
                                0600010002000000 0600020011000000 14000300c000020a000000000000000000000000
                                0600040013c40000 0700060072720000 0c00070015000000ffffffff 080008002c010000
                                08000900ffffffff 08000b0073697000"""));
    }

    @Test
    void shouldAddARealServerBehindAGueTunnelAndReadItBack() throws Exception {
        IpvsTunnel gue = new IpvsTunnel(IpvsTunnel.Kind.GUE, 6080, IpvsTunnel.Checksum.REMOTE);
        IpvsDestination real =
                new IpvsDestination(InetAddress.getByName("192.0.2.21"), 80, Forwarding.TUNNEL, 1, 0, 0, gue);
        byte[] message = IpvsMessages.putDestination(FAMILY, IpvsMessages.NEW_DESTINATION, WEB, real)
                .encode(0);
        assertThat(HexFormat.of().formatHex(message))
                .endsWith(bytes("05000d0001000000 06000e0017c00000 06000f0002000000"));
        NetlinkMessage echoed = NetlinkMessage.parse(ByteBuffer.wrap(message)).get(0);
        assertThat(IpvsMessages.destination(echoed.payload(), false))
                .hasValueSatisfying(use -> assertThat(use.destination()).isEqualTo(real));
    }

    @Test
    void shouldStartASyncDaemonByTheLayoutOfTheKernelsHeaderAndReadItBack() throws Exception {
        IpvsSyncDaemon daemon = new IpvsSyncDaemon(
                IpvsSyncDaemon.State.MASTER,
                "eth1",
                51,
                OptionalInt.of(1000),
                OptionalInt.of(8849),
                OptionalInt.of(3),
                Optional.of(InetAddress.getByName("224.0.0.82")));
        NetlinkRequest request = SyncDaemonMessages.start(FAMILY, daemon);
        assertThat(hex(request)).isEqualTo(bytes("""
                                54000000 1c00 0500 00000000 00000000 09010000 40000380
                                0800010001000000 0900020065746831 00000000 0800030033000000
                                06000400e8030000 08000500e0000052 0600070091220000 0500080003000000"""));
        NetlinkMessage echoed =
                NetlinkMessage.parse(ByteBuffer.wrap(request.encode(0))).get(0);
        assertThat(SyncDaemonMessages.daemon(echoed.payload())).contains(daemon);
    }

    @Test
    void shouldSetOnlyTheTimeoutsThatAreSaid() {
        IpvsTimeouts timeouts = new IpvsTimeouts(
                Optional.of(Duration.ofMinutes(15)), Optional.empty(), Optional.of(Duration.ofMinutes(5)));
        assertThat(hex(IpvsMessages.setTimeouts(FAMILY, timeouts))).isEqualTo(bytes("""
                                24000000 1c00 0500 00000000 00000000 0c010000
                                0800040084030000 080006002c010000"""));
    }

    @Test
    void shouldAskForRealServersByTheBytesThatIpvsadmSends() {
        assertThat(hex(IpvsMessages.listDestinations(FAMILY, WEB))).isEqualTo(bytes("""
                                44000000 1c00 0103 00000000 00000000 08010000 30000180
                                0600010002000000 0600020006000000 14000300c000020a000000000000000000000000
                                0600040000500000"""));
    }

    @Test
    void shouldReadTheServicesThatTheKernelLists() {
        List<NetlinkMessage> list =
                NetlinkMessage.parse(ByteBuffer.wrap(HexFormat.of().parseHex(bytes("""
                                68000000 1c00 0200 00000000 00000000 01010000 54000100
                                0600010002000000 0600020011000000 14000300c000020a000000000000000000000000
                                0600040000350000 08000600776c6300 0c00070003000000ffffffff 080008002c010000
                                08000900ffffff00
                                68000000 1c00 0200 00000000 00000000 01010000 54000100
                                060001000a000000 0600020006000000 1400030020010db8000000000000000000000010
                                0600040001bb0000 0700060072720000 0c00070002000000ffffffff 0800080000000000
                                0800090080000000"""))));
        assertThat(list)
                .extracting(message -> IpvsMessages.service(message.payload()))
                .containsExactly(
                        Optional.of(new IpvsService(
                                endpoint(IpvsProtocol.UDP, "192.0.2.10", 53),
                                "wlc",
                                0,
                                Optional.of(Duration.ofMinutes(5)),
                                24)),
                        Optional.of(IpvsService.of(WEB6, "rr")));
    }

    @Test
    void shouldReadARealServerAsTheKernelListsIt() throws Exception {
        // Cut after the first two of STATS64's counters; their values are ours.
        NetlinkMessage message = NetlinkMessage.parse(
                        ByteBuffer.wrap(HexFormat.of().parseHex(bytes("""
                                        b0000000 1c00 0200 00000000 00000000 05010000 9c000200
                                        14000100c0000215000000000000000000000000 0600020000500000 0800030003000000
                                        0800040003000000 05000d0000000000 06000e0000000000 06000f0000000000
                                        0800050064000000 0800060032000000 0800070004000000 0800080005000000
                                        0800090006000000 06000b0002000000
                                        24000c00 0c000100 0708000000000000 04000b00 0c000200 0900000001000000
                                        04000b00"""))))
                .get(0);
        assertThat(IpvsMessages.destination(message.payload(), false))
                .contains(new IpvsDestinationUse(
                        new IpvsDestination(
                                InetAddress.getByName("192.0.2.21"), 80, Forwarding.DIRECT_ROUTE, 3, 100, 50),
                        4,
                        5,
                        6,
                        0x807,
                        0x1_0000_0009L,
                        0,
                        0,
                        0));
    }

    private static IpvsServiceKey endpoint(IpvsProtocol protocol, String address, int port) {
        try {
            return new IpvsServiceKey.Endpoint(protocol, InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String hex(NetlinkRequest request) {
        return HexFormat.of().formatHex(request.encode(0));
    }

    private static String bytes(String text) {
        return text.replaceAll("\\s", "");
    }
}
