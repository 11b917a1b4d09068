package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;

/**
 * A lab for the cluster {@code ecmp}: directors that are all active, and a client behind a router, which is a host of the
 * lab on which the test, not Aloft, sets up FRR. What directors do when they must not be sent to any more is the same
 * with and without IPVS.
 */
abstract class OnEcmpInventory extends OnInventories {
    static final List<LabHost> HOSTS = List.of(
            new LabHost("node1", "192.168.100.100"),
            new LabHost("node2", "192.168.100.111"),
            new LabHost("node3", "192.168.100.112"),
            new LabHost("server1", "192.168.100.200").withoutIpvs(),
            new LabHost("server2", "192.168.100.222").withoutIpvs(),
            new LabHost("router", "192.168.100.2")
                    .withCard("ens34", "192.168.101.2")
                    .withoutIpvs(),
            new LabHost("client", "192.168.101.20").withoutIpvs());

    static final String VIP = "203.0.113.10";

    /** Connections are spread by their ports as well, as routers do. */
    private static final String ROUTER = """
            apt-get install -qy frr >/dev/null 2>&1 || exit 1
            printf 'bgpd=yes\\nbfdd=yes\\n' >/etc/frr/daemons.conf
            cat >/etc/frr/frr.conf <<'END'
            router bgp 65000
             bgp router-id 192.168.100.2
             no bgp ebgp-requires-policy
             neighbor DIRECTORS peer-group
             neighbor DIRECTORS remote-as 65001
             neighbor DIRECTORS bfd
             neighbor DIRECTORS timers 3 9
             neighbor DIRECTORS timers connect 5
             neighbor 192.168.100.100 peer-group DIRECTORS
             neighbor 192.168.100.111 peer-group DIRECTORS
             neighbor 192.168.100.112 peer-group DIRECTORS
             address-family ipv4 unicast
              maximum-paths 8
            END
            chown frr:frr /etc/frr/*.conf
            echo 1 >/proc/sys/net/ipv4/ip_forward
            echo 1 >/proc/sys/net/ipv4/fib_multipath_hash_policy
            systemctl restart frr
            """;

    static void startBehindRouter(LabKernel kernel) throws IOException {
        start(LabSpec.of(HOSTS, List.of("192.168.100.0/24", "192.168.101.0/24"))
                .withName("ecmp-" + ProcessHandle.current().pid())
                .withKernel(kernel));
        on("router", ROUTER);
        on("client", "ip route add 192.168.100.0/24 via 192.168.101.2; ip route add 203.0.113.0/24 via 192.168.101.2");
    }

    /** To a director whose checks fail, since its way to the real servers is cut. */
    static void withdrawsWhenItReachesNoRealServer() {
        on("node2", "iptables -I OUTPUT -p tcp --dport 80 -j DROP");
        announcedBy(VIP, "node1", "node3");
    }

    static void comesBackWhenItReachesThemAgain() {
        on("node2", "iptables -D OUTPUT -p tcp --dport 80 -j DROP");
        announcedBy(VIP, "node1", "node2", "node3");
    }

    /** Its real servers are well, but nobody looks any more. */
    static void withdrawsWhenItsAgentIsGone() {
        on("node3", "mv /etc/aloft/aloftd.conf /root/; systemctl kill -s KILL aloftd");
        announcedBy(VIP, "node1", "node2");
        on("node3", "mv /root/aloftd.conf /etc/aloft/");
        announcedBy(VIP, "node1", "node2", "node3");
    }

    static void isMissedAfterAPowerCut() {
        powerOff("node1");
        announcedBy(VIP, "node2", "node3");
    }

    static void comesBackWithThePower() {
        powerOn("node1");
        announcedBy(VIP, "node1", "node2", "node3");
    }

    /** Waits until the router sends a VIP to these directors and no other. */
    static void announcedBy(String vip, String... directors) {
        String wanted = HOSTS.stream()
                .filter(host -> List.of(directors).contains(host.name()))
                .map(LabHost::address)
                .sorted()
                .reduce("", (lines, address) -> lines + address + "\n");
        String asked = "ip route show " + vip + "/32 | grep -o 'via [0-9.]*' | cut -d' ' -f2 | sort";
        assertThat(eventually("router", asked, wanted))
                .as("who announces %s", vip)
                .isEqualTo(wanted);
    }
}
