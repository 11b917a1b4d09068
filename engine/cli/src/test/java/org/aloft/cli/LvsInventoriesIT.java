package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.aloft.lab.LabSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * As {@link InventoriesIT}, for clusters that balance by LVS, in one network. What {@code lvs-dr} is for is {@link
 * ClusterIT}'s to try. Minutes for each where hosts are guests: run by the Maven profile {@code clusters}.
 */
@Tag("clusters")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LvsInventoriesIT extends OnInventories {
    @BeforeAll
    static void start() throws IOException {
        start(LabSpec.of(IN_ONE_NETWORK)
                .withName("lvs-" + ProcessHandle.current().pid()));
    }

    @Test
    @Order(1)
    void shouldSendDirectlyAndThroughATunnelAndTakeAllDownAgain() throws IOException {
        Path cluster = cluster("lvs-dr");
        bringUp(cluster, "node1", "node2", "server1", "server2");
        assertThat(answers("http://192.168.100.10/", 4)).contains("web1\n", "web2\n");

        Path tunnel = changed(cluster, "forward: dr", "forward: tun");
        apply(tunnel);
        assertThat(on("node1", "cat /proc/net/ip_vs")).contains("Tunnel").doesNotContain("Route");
        assertThat(answers("http://192.168.100.10/", 4)).contains("web1\n", "web2\n");
        apply(cluster);
        assertThat(on("server1", "ip -o link show up type ipip")).isEmpty();
        destroy(cluster);
    }

    @Test
    @Order(2)
    void shouldSpreadByWeight() throws IOException {
        Path cluster = cluster("lvs-dr-weighted");
        bringUp(cluster, "node1", "node2", "server1", "server2");
        List<String> answers = answers("http://192.168.100.11/", 12);
        assertThat(answers).filteredOn("web2\n"::equals).hasSize(8);
        assertThat(answers).filteredOn("web1\n"::equals).hasSize(4);
        assertThat(answers("http://192.168.100.10/", 6).stream().distinct()).hasSize(1);
        assertThat(on("node1", "ip -o -4 address show dev ens33")).contains("192.168.100.10/24", "192.168.100.11/32");

        Path changed = changed(cluster, "{web1: 1, web2: 2}", "{web1: 3, web2: 1}");
        apply(changed);
        assertThat(answers("http://192.168.100.11/", 8))
                .filteredOn("web1\n"::equals)
                .hasSize(6);
        destroy(changed);
    }

    @Test
    @Order(3)
    void shouldScheduleEachQueryByItself() throws IOException {
        Path cluster = cluster("dns");
        bringUp(cluster, "node1", "node2", "server1", "server2");
        String queries = "for i in 1 2 3 4 5 6; do python3 /run/ask.py; done | sort -u";
        on("client", ASK_BY_DNS);
        assertThat(on("client", queries)).isEqualTo("dns1\ndns2\n");

        on("server1", "systemctl stop dnsmasq");
        assertThat(eventually("client", queries, "dns2\n")).isEqualTo("dns2\n");
        on("server1", "systemctl start dnsmasq");
        assertThat(eventually("client", queries, "dns1\ndns2\n")).isEqualTo("dns1\ndns2\n");
        nothingToDo(cluster);

        Path changed = changed(cluster, "whoami.example.test,", "whoami.example.test,new-");
        apply(changed);
        assertThat(eventually("client", queries, "new-dns1\nnew-dns2\n")).isEqualTo("new-dns1\nnew-dns2\n");
        destroy(changed);
    }

    /** Asks for a TXT record, always from the same port, which a scheduler of connections would stick to. */
    private static final String ASK_BY_DNS = """
            cat >/run/ask.py <<'END'
            import socket, struct
            name = b''.join(bytes([len(part)]) + part for part in b'whoami.example.test'.split(b'.')) + b'\\0'
            asker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            asker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            asker.bind(('', 5353))
            asker.settimeout(3)
            asker.sendto(struct.pack('>6H', 7, 256, 1, 0, 0, 0) + name + struct.pack('>2H', 16, 1), ('192.168.100.10', 53))
            # Behind header and question stands one record: a pointer to the name, type, class, lifetime, length.
            print(asker.recv(512)[12 + len(name) + 4 + 12 + 1:].decode())
            END
            """;

    @Test
    @Order(4)
    void shouldServeOnBothFamilies() throws IOException {
        Path cluster = cluster("dual-stack");
        bringUp(cluster, "node1", "node2", "server1", "server2");
        for (String url : List.of("http://192.168.100.10/", "http://[fd00:100::10]/")) {
            assertThat(answers(url, 4)).as(url).containsOnly("web1\n", "web2\n").contains("web1\n", "web2\n");
        }
        on("client", "ping -c 1 -W 5 fe80::10%ens33");
        assertThat(verifiedUntil(cluster, ExitCode.DONE).toString())
                .contains("fd00:100::10: only the holder answers ARP (IPv6: neighbour discovery) for the VIP");
        on("server1", "ip address add fd00:100::10/128 dev ens33 nodad");
        assertThat(verifiedUntil(cluster, ExitCode.VERIFICATION_FAILED).out())
                .contains("web1's ens33", "the address stands on another interface than lo");
        on("server1", "ip address del fd00:100::10/128 dev ens33");

        on("node1", "systemctl stop aloftd");
        for (String vip : List.of("192.168.100.10", "fd00:100::10", "fe80::10")) {
            awaitHolder("node2", vip);
        }
        assertThat(answers("http://[fd00:100::10]/", 4)).contains("web1\n", "web2\n");
        on("node1", "systemctl start aloftd");
        awaitHolder("node1", "192.168.100.10");
        awaitHolder("node1", "fd00:100::10");
        nothingToDo(cluster);

        Path changed = changed(cluster, "{lvs1: 100, lvs2: 90}", "{lvs1: 90, lvs2: 100}");
        apply(changed);
        awaitHolder("node2", "192.168.100.10");
        awaitHolder("node2", "fd00:100::10");
        destroy(changed);
    }

    /** What is not wanted any more leaves, and what is there then is what a cluster has that never was another. */
    @Test
    @Order(5)
    void shouldChangeFromLvsToHaproxyAndBack() throws IOException {
        String[] hosts = {"node1", "node2", "server1", "server2"};
        Path routed = cluster("lvs-dr");
        Path proxied = changed(routed, "forward: dr", "forward: proxy");
        bringUp(proxied, hosts);
        Map<String, List<String>> onceProxied = likenesses(hosts);
        destroy(proxied);
        bringUp(routed, hosts);
        Map<String, List<String>> onceRouted = likenesses(hosts);

        apply(proxied);
        assertThat(answers("http://192.168.100.10/", 4)).contains("web1\n", "web2\n");
        assertThat(on("node1", "ipvsadm -Ln; systemctl is-active haproxy"))
                .doesNotContain("192.168.100.10")
                .endsWith("active\n");
        assertLike(onceProxied);

        apply(routed);
        assertThat(answers("http://192.168.100.10/", 4)).contains("web1\n", "web2\n");
        assertThat(on("node1", "dpkg-query -W -f '${db:Status-Status}' haproxy; ipvsadm -Ln"))
                .startsWith("config-files")
                .contains("192.168.100.10:80");
        assertLike(onceRouted);
        destroy(routed);
    }

    /**
     * Without its entry in the table of IPVS, a connection's packets end at the director itself, which resets it: so
     * with every change of the director, unless the one before it has told of its connections.
     */
    @Test
    @Order(6)
    void shouldKeepConnectionsThatDirectorsTellOneAnother() throws IOException {
        Path alone = cluster("lvs-dr");
        String password = "    authentication: {type: PASS, password: abc123}\n";
        Path together = changed(alone, password, password + "    sync_connections: true\n");
        bringUp(together, "node1", "node2", "server1", "server2");
        HeldConnections told = new HeldConnections("node1", "node2", true);
        assertThat(told.cutByHandover()).as("handed over, told").isEqualTo("0 of 20\n");
        assertThat(told.cutByCrash()).as("crashed, told").isEqualTo("0 of 20\n");

        apply(alone);
        HeldConnections untold = new HeldConnections("node1", "node2", false);
        assertThat(untold.cutByHandover()).as("handed over, not told").isEqualTo("20 of 20\n");
        assertThat(untold.cutByCrash()).as("crashed, not told").isEqualTo("20 of 20\n");
        destroy(alone);
    }

    // ---- from keepalived

    /** By hand, as keepalived's users have it: {@code aloft import} knows real servers by their addresses alone. */
    @Test
    @Order(7)
    void shouldTakeOverBalancingDirectorsThatItImportsFromThemselves() throws IOException {
        remember("node1", "node2", "server1", "server2"); // nothing of this is destroyed: they get fresh disks
        for (String server : List.of("server1", "server2")) {
            on(server, REAL_SERVER_BY_HAND);
        }
        on("node1", DIRECTOR_BY_HAND.replace("PRIORITY", "150"));
        on("node2", DIRECTOR_BY_HAND.replace("PRIORITY", "100"));
        awaitHolder("node1", "192.168.100.10");
        assertThat(answersByBoth()).isEqualTo("server1\nserver2\n");
        Path mine = Files.createDirectory(folder.resolve("imported"));
        Files.writeString(mine.resolve("hosts.ini"), inventory());

        Invocation imported = Invocation.of("import", "--from", "node1,node2", "-o", mine.toString());
        assertThat(imported.status()).as(imported.toString()).isZero();
        assertThat(imported.err()).doesNotContain("CHANGES", "s3cr3t");
        assertThat(Files.readString(mine.resolve("topology.yml")))
                .contains("scheduler: wrr", "forward: dr", "{192.168.100.200: 1, 192.168.100.222: 3}");

        Invocation applied = aloft(mine, "apply", "--yes");
        assertThat(applied.status()).as(applied.toString()).isZero();
        for (String director : List.of("node1", "node2")) {
            assertThat(on(director, "systemctl is-active aloftd keepalived || :"))
                    .as(director)
                    .isEqualTo("active\ninactive\n");
        }
        awaitHolder("node1", "192.168.100.10");
        assertThat(answersByBoth()).isEqualTo("server1\nserver2\n");
        assertThat(answers("http://192.168.100.10/", 8))
                .filteredOn("server2\n"::equals)
                .hasSize(6);
        on("server2", "systemctl stop nginx");
        await("http://192.168.100.10/", "server1\n");
        assertThat(eventually("node1", "ipvsadm -Ln | grep -c 192.168.100.222: || :", "0\n"))
                .isEqualTo("0\n");
        nothingToDo(mine);
    }

    /** Who has answered once both have begun to, in alphabetical order. */
    private static String answersByBoth() {
        return eventually(
                "client",
                "for i in 1 2 3 4 5 6 7 8; do curl -s -m 3 http://192.168.100.10/ || :; done | sort -u",
                "server1\nserver2\n");
    }

    private static final String REAL_SERVER_BY_HAND = """
            apt-get install -qy nginx-light
            hostname >/var/www/html/index.html
            systemctl enable --now nginx
            sysctl -q -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
            ip address add 192.168.100.10/32 dev lo
            """;

    private static final String DIRECTOR_BY_HAND = """
            cat >/etc/keepalived/keepalived.conf <<'END'
            vrrp_instance WEB {
                interface ens33
                virtual_router_id 61
                priority PRIORITY
                authentication {
                    auth_type PASS
                    auth_pass s3cr3t
                }
                virtual_ipaddress {
                    192.168.100.10/24
                }
            }
            virtual_server 192.168.100.10 80 {
                delay_loop 3
                lb_algo wrr
                lb_kind DR
                protocol TCP
                real_server 192.168.100.200 80 {
                    weight 1
                    TCP_CHECK {
                        connect_timeout 3
                    }
                }
                real_server 192.168.100.222 80 {
                    weight 3
                    TCP_CHECK {
                        connect_timeout 3
                    }
                }
            }
            END
            systemctl enable --now keepalived
            """;
}
