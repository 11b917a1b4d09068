package org.aloft.agent.kernel.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.aloft.agent.kernel.NetworkNamespaces;
import org.aloft.agent.kernel.TwoHosts;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whether another host believes what is announced, seen in its neighbour table. Needs root. */
@Timeout(60)
class AddressAnnouncerIT {
    private static final String OLD = "02:00:00:00:00:99";
    private static final String NEW = "02:00:00:00:00:01";

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    @BeforeEach
    void connectTwoHosts() throws Exception {
        network.left.ip("link", "set", "eth0", "address", NEW);
        network.right.ip("addr", "add", "fe80::2/64", "dev", "eth0", "nodad");
    }

    private void knows(String address, String mac) throws Exception {
        network.right.ip("neigh", "replace", address, "lladdr", mac, "dev", "eth0", "nud", "stale");
    }

    private void announce(String address) throws Exception {
        network.left.call(() -> {
            try (Rtnetlink route = Rtnetlink.open();
                    AddressAnnouncer announcer = AddressAnnouncer.open()) {
                announcer.announce(route.interfaceByName("eth0").orElseThrow(), InetAddress.getByName(address));
            }
            return null;
        });
    }

    /** Asks until the frame is through: on a veth pair that is by the first or second time. */
    private String entry(String address, String part) throws Exception {
        String entry = network.right.ip("neigh", "show", address);
        for (int time = 0; time < 100 && !entry.contains(part); time++) {
            entry = network.right.ip("neigh", "show", address);
        }
        return entry;
    }

    @Test
    void shouldBeBelievedByAHostThatKnewAnotherMac() throws Exception {
        for (String address : List.of("192.0.2.10", "fe80::10", "2001:db8::10")) {
            knows(address, OLD);
            announce(address);
            assertThat(entry(address, NEW)).contains("lladdr " + NEW);
        }
    }

    @Test
    void shouldNotChangeWhatAHostKnowsOfOtherAddresses() throws Exception {
        for (String address : List.of("192.0.2.10", "fe80::10")) {
            String other = address.replace("10", "11");
            knows(address, OLD);
            knows(other, OLD);
            announce(address);
            assertThat(entry(address, NEW)).contains("lladdr " + NEW);
            assertThat(entry(other, OLD)).contains("lladdr " + OLD);
        }
    }

    @Test
    void shouldSayThatItIsARouterWhereItForwards() throws Exception {
        NetworkNamespaces.run(
                "ip", "netns", "exec", network.left.name, "sysctl", "-qw", "net.ipv6.conf.eth0.forwarding=1");
        knows("fe80::10", OLD);
        announce("fe80::10");
        assertThat(entry("fe80::10", "router")).contains("lladdr " + NEW).contains("router");
    }

    @Test
    void shouldNotSayThatItIsARouterWhereItDoesNot() throws Exception {
        knows("fe80::10", OLD);
        announce("fe80::10");
        assertThat(entry("fe80::10", NEW)).contains("lladdr " + NEW).doesNotContain("router");
    }
}
