package org.aloft.verify.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.aloft.topology.model.VirtualService;
import org.junit.jupiter.api.Test;

class IpvsTableTest {
    /** As Linux 6.1 printed it; the spaces at line ends are its own. */
    private static final String KERNEL = """
            IP Virtual Server version 1.2.1 (size=4096)
            Prot LocalAddress:Port Scheduler Flags
              -> RemoteAddress:Port Forward Weight ActiveConn InActConn
            UDP  C0A8640B:0035 rr ops \s
            TCP  [fd00:0000:0000:0000:0000:0000:0000:0010]:0050 rr\s
              -> [fd00:0000:0000:0000:0000:0000:0000:0200]:0050      Route   5      0          0        \s
            TCP  C0A8640A:0050 rr \s
              -> C0A864DE:0050      Route   1      2          31       \s
              -> C0A864C8:0050      Route   1      0          0        \s
            TCP  C0A8640B:01BB wlc  persistent 30000 FFFFFFFF
              -> C0A86464:01BB      Route   3      0          0        \s
              -> C0A864DE:01BB      Tunnel  0      0          0        \s
              -> C0A864C8:20FB      Masq    10     0          0        \s
            FWM  00000007 rr\s
              -> C0A864C8:0000      Route   1      0          0        \s
            """;

    @Test
    void shouldReadServicesWithTheirRealServers() throws UnknownHostException {
        IpvsTable.Service web = service("TCP", "192.168.100.10", 80);
        assertThat(web.scheduler()).isEqualTo("rr");
        assertThat(web.persistent()).isFalse();
        assertThat(web.destinations())
                .containsExactly(
                        new IpvsTable.Destination(address("192.168.100.222"), 80, "Route", 1, 2, 31),
                        new IpvsTable.Destination(address("192.168.100.200"), 80, "Route", 1, 0, 0));
    }

    /** As Linux 6.1 printed {@code ip_vs_stats}. */
    @Test
    void shouldReadWhatComesInNow() {
        String stats = """
                   Total Incoming Outgoing         Incoming         Outgoing
                   Conns  Packets  Packets            Bytes            Bytes
                    1F40     9C40        0           24AB80                0

                 Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s
                      62      1EA        0             7D28                0
                """;
        assertThat(IpvsTable.parse(KERNEL + stats).load()).contains(new IpvsTable.Load(98, 490));
        assertThat(IpvsTable.parse(KERNEL + stats).services())
                .isEqualTo(IpvsTable.parse(KERNEL).services());
        assertThat(IpvsTable.parse(KERNEL).load()).isEmpty();
    }

    @Test
    void shouldReadEveryForwardingMethodPersistenceAndHexadecimalPorts() throws UnknownHostException {
        IpvsTable.Service secure = service("TCP", "192.168.100.11", 443);
        assertThat(secure.persistent()).isTrue();
        assertThat(secure.destinations())
                .extracting(IpvsTable.Destination::method)
                .containsExactly("Route", "Tunnel", "Masq");
        assertThat(secure.destinations().get(2).port()).isEqualTo(8443);
        assertThat(secure.destinations().get(1).weight()).isZero();
    }

    @Test
    void shouldReadIpv6AndOnePacketServices() throws UnknownHostException {
        assertThat(service("TCP", "fd00::10", 80).destinations())
                .containsExactly(new IpvsTable.Destination(address("fd00::200"), 80, "Route", 5, 0, 0));
        assertThat(service("UDP", "192.168.100.11", 53).destinations()).isEmpty();
    }

    @Test
    void shouldReadMarkedPacketsOnePacketSchedulingAndWhoCountsAsOne() throws UnknownHostException {
        IpvsTable.Service marked = IpvsTable.parse(KERNEL)
                .service(address("192.168.100.99"), new VirtualService.Mark(7))
                .orElseThrow();
        assertThat(marked.address()).isEmpty();
        assertThat(marked.scheduler()).isEqualTo("rr");
        assertThat(marked.destinations())
                .containsExactly(new IpvsTable.Destination(address("192.168.100.200"), 0, "Route", 1, 0, 0));
        assertThat(service("UDP", "192.168.100.11", 53).onePacket()).isTrue();
        assertThat(service("TCP", "192.168.100.10", 80).onePacket()).isFalse();
        assertThat(service("TCP", "192.168.100.11", 443).mask()).isEqualTo(32);
        assertThat(IpvsTable.parse("TCP  C0A8640B:0000 rr  persistent 30000 FFFFFF00\n")
                        .service(address("192.168.100.11"), new VirtualService.Port(VirtualService.Protocol.TCP, 0))
                        .orElseThrow()
                        .mask())
                .isEqualTo(24);
    }

    @Test
    void shouldBeEmptyWhereTheKernelHasNoTable() {
        assertThat(IpvsTable.parse("").services()).isEmpty();
    }

    private static IpvsTable.Service service(String protocol, String address, int port) throws UnknownHostException {
        return IpvsTable.parse(KERNEL)
                .service(address(address), new VirtualService.Port(VirtualService.Protocol.valueOf(protocol), port))
                .orElseThrow();
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
