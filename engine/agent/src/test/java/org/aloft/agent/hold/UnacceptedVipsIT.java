package org.aloft.agent.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** VIPs that packets are not delivered to: {@code no_accept}. Needs root. */
@Timeout(60)
class UnacceptedVipsIT extends HoldingsOnTwoHosts {
    @Test
    void shouldDropPacketsToVipsThatAreNotAcceptedAndNothingElse() throws Exception {
        VrrpInstanceBlock instance = instance("""
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 10
                    no_accept
                    virtual_ipaddress {
                        192.0.2.10
                    }
                    virtual_ipaddress_excluded {
                        2001:db8::10/64
                    }
                }
                """);
        network.right.ip("-6", "address", "add", "2001:db8::2/64", "dev", "eth0", "nodad");
        run(holdings -> {
            holdings.put(holdings("address 2001:db8::1/64 dev eth0"));
            holdings.put(instance.holding().whileActive());
            assertThat(answers("192.0.2.10")).isFalse();
            assertThat(answers("2001:db8::10")).isFalse();
            assertThat(answers("192.0.2.1")).isTrue();
            assertThat(answers("2001:db8::1")).isTrue();
            assertThat(network.right.ip("neighbour", "show", "2001:db8::10")).contains("lladdr");
        });
        run(holdings -> holdings.removeLeftovers(
                instance.holding().whileActive().stream()
                        .filter(VirtualAddress.class::isInstance)
                        .toList(),
                List.of()));
        assertThat(answers("192.0.2.10")).isTrue();
        assertThat(answers("2001:db8::10")).isTrue();
    }

    /**
     * A host that knows the MAC asks the VIP itself, not its multicast group, and would forget it without an answer.
     */
    @Test
    void shouldAnswerAHostThatVerifiesWhereAVipIsThatIsNotAccepted() throws Exception {
        VrrpInstanceBlock instance = instance("""
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 10
                    no_accept
                    native_ipv6
                    virtual_ipaddress {
                        2001:db8::10/64
                    }
                }
                """);
        network.left.ip("link", "set", "eth0", "address", "02:00:00:00:00:01");
        network.right.ip("-6", "address", "add", "2001:db8::2/64", "dev", "eth0", "nodad");
        String vip = "2001:db8::10";
        run(holdings -> {
            holdings.put(instance.holding().whileActive());
            network.right.ip("neigh", "replace", vip, "lladdr", "02:00:00:00:00:01", "dev", "eth0", "nud", "probe");
            String entry = network.right.ip("neigh", "show", vip);
            while (entry.contains("PROBE")) { // until it is answered, or has asked three times
                entry = network.right.ip("neigh", "show", vip);
            }
            assertThat(entry).contains("REACHABLE");
            holdings.drop(instance.holding().whileActive());
        });
    }
}
