package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.UnicastPeer;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.WireBlock;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.route.MacAddress;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.socket.VrrpRoute;
import org.aloft.agent.vrrp.wire.Instances;
import org.junit.jupiter.api.Test;

/** From which address an instance speaks, and to whom. */
class VrrpLinkTest {
    private static final NetworkInterface ETH0 =
            new NetworkInterface(2, "eth0", new MacAddress(0x02_00_00_00_00_01L), 1500, true, true);

    private static List<InterfaceAddress> present(String... addresses) {
        return Stream.of(addresses)
                .map(address -> InterfaceAddress.of(2, Instances.ip(address), address.contains(":") ? 64 : 24))
                .toList();
    }

    private static VrrpLink link(VrrpInstanceBlock block, String... addresses) {
        return VrrpLink.of(block, ETH0, present(addresses));
    }

    private static VrrpRoute route(VrrpInstanceBlock block, String... addresses) {
        VrrpLink link = link(block, addresses);
        assertThat(link).isInstanceOf(VrrpLink.Ready.class);
        return ((VrrpLink.Ready) link).route();
    }

    private static String whyNot(VrrpInstanceBlock block, String... addresses) {
        VrrpLink link = link(block, addresses);
        assertThat(link).isInstanceOf(VrrpLink.Broken.class);
        return ((VrrpLink.Broken) link).reason();
    }

    private static Transport to(String... peers) {
        return new Transport.Unicast(
                Instances.ip("224.0.0.18"),
                Stream.of(peers).map(Instances::ip).map(UnicastPeer::of).toList(),
                64,
                false);
    }

    @Test
    void shouldSpeakOverIpv4FromTheFirstAddressThatIsNoVip() {
        assertThat(route(Instances.ipv4().build(), "fe80::1", "10.0.0.10", "10.0.0.1", "10.0.0.2"))
                .isEqualTo(VrrpRoute.multicast(ETH0, Instances.ip("10.0.0.1"), Instances.ip("224.0.0.18")));
    }

    @Test
    void shouldSpeakFromTheVipWhereItIsTheOwners() {
        assertThat(route(Instances.ipv4().priority(255).build(), "10.0.0.10").source())
                .isEqualTo(Instances.ip("10.0.0.10"));
        assertThat(whyNot(Instances.ipv4().priority(254).build(), "10.0.0.10"))
                .isEqualTo("interface eth0 has no IPv4 address of its own; give it one, or write mcast_src_ip ADDRESS");
    }

    @Test
    void shouldSpeakOverIpv6FromALinkLocalAddress() {
        assertThat(route(Instances.ipv6().build(), "10.0.0.1", "2001:db8::1", "fe80::10", "fe80::1"))
                .isEqualTo(VrrpRoute.multicast(ETH0, Instances.ip("fe80::1"), Instances.ip("ff02::12")));
        assertThat(whyNot(Instances.ipv6().build(), "10.0.0.1", "2001:db8::1")).contains("has no IPv6 address");
    }

    @Test
    void shouldSpeakToPeersBeyondTheLinkFromAnAddressThatTheyCanAnswerTo() {
        VrrpInstanceBlock far = Instances.ipv6().transport(to("2001:db8:1::2")).build();
        assertThat(route(far, "fe80::1", "2001:db8::1").source()).isEqualTo(Instances.ip("2001:db8::1"));
        VrrpInstanceBlock near = Instances.ipv6().transport(to("fe80::2")).build();
        assertThat(route(near, "2001:db8::1", "fe80::1").source()).isEqualTo(Instances.ip("fe80::1"));
    }

    @Test
    void shouldSpeakToEachPeerWithTheTtlThatIsWritten() {
        VrrpRoute route =
                route(Instances.ipv4().transport(to("10.0.0.2", "10.0.0.3")).build(), "10.0.0.1");
        assertThat(route.destinations()).containsExactlyElementsOf(Instances.addresses("10.0.0.2", "10.0.0.3"));
        assertThat(route.hopLimit()).isEqualTo(64);
        assertThat(route.group()).isEmpty();
    }

    @Test
    void shouldNotSpeakWithoutAnyPeer() {
        assertThat(whyNot(Instances.ipv4().transport(to()).build(), "10.0.0.1"))
                .isEqualTo("unicast_fault_no_peer is on, and there is no peer; add unicast_peer { ADDRESS }");
    }

    @Test
    void shouldNotSpeakWhereAnAdvertDoesNotFit() {
        String[] vips = IntStream.range(1, 92).mapToObj(id -> "fe80::1:" + id).toArray(String[]::new);
        assertThat(whyNot(Instances.ipv6().vips(vips).build(), "fe80::1"))
                .isEqualTo("an advert of its VIPs has 1504 bytes, and interface eth0 carries 1500 at most;"
                        + " move VIPs to virtual_ipaddress_excluded");
        String[] fewer = Arrays.copyOf(vips, 90);
        assertThat(route(Instances.ipv6().vips(fewer).build(), "fe80::1").group())
                .isPresent();
    }

    @Test
    void shouldSpeakFromTheSourceThatIsWrittenAndMissItOnlyWhenItIsTracked() {
        Optional<InetAddress> written = Optional.of(Instances.ip("192.0.2.1"));
        VrrpInstanceBlock free =
                Instances.ipv4().source(new WireBlock.Source(written, false)).build();
        VrrpInstanceBlock tracked =
                Instances.ipv4().source(new WireBlock.Source(written, true)).build();
        assertThat(route(free, "10.0.0.1").source()).isEqualTo(written.get());
        assertThat(route(tracked, "10.0.0.1", "192.0.2.1").source()).isEqualTo(written.get());
        assertThat(whyNot(tracked, "10.0.0.1"))
                .isEqualTo("track_src_ip is on, and mcast_src_ip names 192.0.2.1, which this host does not have;"
                        + " add the address, or correct the line");
    }
}
