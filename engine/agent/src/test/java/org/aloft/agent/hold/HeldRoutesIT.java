package org.aloft.agent.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.aloft.agent.config.Holding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes that a reload changes, and that go with an address. Needs root. */
@Timeout(60)
class HeldRoutesIT extends HoldingsOnTwoHosts {
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.0.0/24 via 192.0.2.254                       | 10.1.0.0/24 via 192.0.2.254 src 192.0.2.10        | src 192.0.2.10",
                "10.1.0.0/24 via 192.0.2.254 src 192.0.2.10        | 10.1.0.0/24 via 192.0.2.254 src 192.0.2.1         | src 192.0.2.1 ",
                "10.1.0.0/24 via 192.0.2.254 src 192.0.2.10        | 10.1.0.0/24 via 192.0.2.254                       | via 192.0.2.254",
                "10.1.0.0/24 via 192.0.2.254                       | 10.1.0.0/24 via 192.0.2.254 mtu 1400              | mtu 1400",
                "10.1.0.0/24 via 192.0.2.254 mtu 1400              | 10.1.0.0/24 via 192.0.2.254 mtu 1300              | mtu 1300",
                "10.1.0.0/24 via 192.0.2.254                       | 10.1.0.0/24 via 192.0.2.254 advmss 1300           | advmss 1300",
                "10.1.0.0/24 dev eth0                              | 10.1.0.0/24 via 192.0.2.254 dev eth0              | via 192.0.2.254",
                "10.1.0.0/24 via 192.0.2.254                       | 10.1.0.0/24 via 192.0.2.254 dev eth0              | dev eth0",
                "10.1.0.0/24 via 192.0.2.254                       | 10.1.0.0/24 via 192.0.2.253                       | via 192.0.2.253",
                "10.1.0.0/24 via 192.0.2.254                       | 10.1.0.0/24 via 192.0.2.254 metric 5              | metric 5",
                "10.1.0.0/24 via 192.0.2.254 metric 5              | 10.1.0.0/24 via 192.0.2.254                       | via 192.0.2.254",
                "10.1.0.0/24 via 192.0.2.254                       | blackhole 10.1.0.0/24                             | blackhole",
                "10.1.0.0/24 via 192.0.2.254                       | to 10.1.0.0/24 via 192.0.2.254                    | via 192.0.2.254",
                "2001:db8:1::/64 via 2001:db8::9                   | 2001:db8:1::/64 via 2001:db8::9 mtu 1400          | mtu 1400",
                "2001:db8:1::/64 via 2001:db8::9                   | 2001:db8:1::/64 via 2001:db8::9 src 2001:db8::10  | src 2001:db8::10",
                "2001:db8:1::/64 via 2001:db8::9                   | 2001:db8:1::/64 via 2001:db8::9 metric 5          | metric 5",
                "2001:db8:1::/64 via 2001:db8::9                   | 2001:db8:1::/64 via 2001:db8::8                   | via 2001:db8::8",
            })
    void shouldHaveTheNewRouteAloneAfterAReloadAndNoneAfterAStop(String old, String changed, String told)
            throws Exception {
        boolean ipv6 = old.contains("::");
        String family = ipv6 ? "-6" : "-4";
        String destination = ipv6 ? "2001:db8:1::/64" : "10.1.0.0/24";
        String[] vips = {"address 192.0.2.10/32 dev eth0", "address 2001:db8::10/64 dev eth0"};
        List<Holding> before = holdings(vips[0], vips[1], "route " + old);
        List<Holding> after = holdings(vips[0], vips[1], "route " + changed);
        run(holdings -> {
            holdings.put(before);
            holdings.move(before, after);
            assertThat(network.left
                            .ip(family, "-o", "route", "show", "root", destination)
                            .lines())
                    .singleElement()
                    .asString()
                    .contains(told);
            assertThat(holdings.restore(after)).as("what was missing").isEmpty();
            holdings.drop(after);
        });
        assertThat(network.left.ip(family, "route", "show", "root", destination))
                .isEmpty();
        assertThat(Files.readAllLines(folder.resolve("journal"))).isEmpty();
    }

    @Test
    void shouldNotMissARouteThatWentWithAnAddressThatItRemovedItself() throws Exception {
        network.left.ip("link", "add", "veth7", "type", "veth", "peer", "name", "veth8");
        network.left.ip("link", "set", "veth8", "up");
        network.left.ip("link", "set", "veth7", "up");
        List<Holding> before = holdings(
                "address 203.0.113.1/24 dev veth7",
                "route 10.1.0.0/24 via 203.0.113.254 dev veth7",
                "route 10.2.0.0/24 dev eth0 src 203.0.113.1");
        List<Holding> after = holdings(
                "address 203.0.113.1/24 dev veth7 label veth7:x",
                "route 10.1.0.0/24 via 203.0.113.254 dev veth7",
                "route 10.2.0.0/24 dev eth0 src 203.0.113.1");
        List<Holding> other = holdings("route 10.3.0.0/24 dev veth7");
        run(holdings -> {
            holdings.put(before);
            holdings.put(other);
            holdings.move(before, after);
            assertThat(holdings.restore(after)).isEmpty();
            assertThat(holdings.restore(other)).as("another instance's").isEmpty();
            assertThat(network.left.ip("route", "show")).contains("10.1.0.0/24", "10.2.0.0/24", "10.3.0.0/24");
            holdings.drop(after);
            assertThat(holdings.restore(other))
                    .as("after the first has stopped")
                    .isEmpty();
            holdings.drop(other);
        });
        assertThat(network.left.ip("route", "show")).doesNotContain("10.1.0.0", "10.2.0.0", "10.3.0.0");
    }
}
