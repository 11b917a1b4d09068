package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The clusters of the folder {@code inventories} that stand in one network, one after the other on the same hosts:
 * brought up, proven, planned again to nothing, tried at what each is for, changed, and destroyed. What {@code lvs-dr}
 * is for is {@link ClusterIT}'s to try; {@link InventoriesTest} reads them all. Those that are tagged take minutes
 * each, and are run by the Maven profile {@code clusters}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InventoriesIT extends OnInventories {
    /** Last byte of a host's address → what it is called in the lab; clusters have names of their own. */
    private static final Map<Integer, String> LAB_NAMES = new LinkedHashMap<>();

    static {
        LAB_NAMES.put(100, "node1");
        LAB_NAMES.put(111, "node2");
        LAB_NAMES.put(112, "node3");
        LAB_NAMES.put(200, "server1");
        LAB_NAMES.put(222, "server2");
        LAB_NAMES.put(20, "client");
    }

    @BeforeAll
    static void start() throws IOException {
        List<LabHost> hosts = LAB_NAMES.entrySet().stream()
                .map(entry -> new LabHost(entry.getValue(), "192.168.100." + entry.getKey()))
                .toList();
        start(LabSpec.of(hosts).withName("clusters-" + ProcessHandle.current().pid()));
    }

    // ---- no balancer

    @Test
    @Order(1)
    void shouldKeepTheVipWhereNginxWorks() throws IOException {
        Path cluster = cluster("web-pair");
        bringUp(cluster, "server1", "server2");
        assertThat(fromClient("http://192.168.100.10/")).isEqualTo("web1\n");

        on("server1", "echo broken >/etc/nginx/conf.d/broken.conf; systemctl kill -s KILL nginx");
        await("http://192.168.100.10/", "web2\n");
        on("server1", "rm /etc/nginx/conf.d/broken.conf");
        await("http://192.168.100.10/", "web1\n");

        String process = on("server1", "systemctl show -P MainPID nginx").strip();
        on("server1", "systemctl kill -s KILL nginx");
        String again =
                "test \"$(systemctl show -P MainPID nginx)\" != " + process + " && systemctl is-active nginx || :";
        assertThat(eventually("server1", again, "active\n"))
                .as("the tracked script starts it again")
                .isEqualTo("active\n");
        nothingToDo(cluster);

        Path changed = changed(cluster, "{web1: 100, web2: 99}", "{web1: 99, web2: 100}");
        apply(changed);
        await("http://192.168.100.10/", "web2\n");
        destroy(changed);
    }

    // ---- haproxy

    @Test
    @Order(2)
    void shouldBalanceByHaproxy() throws IOException {
        Path cluster = cluster("haproxy-pair");
        bringUp(cluster, "node1", "node2", "server1", "server2");
        assertThat(answers("http://192.168.100.10/", 8))
                .containsOnly("web1\n", "web2\n")
                .contains("web1\n", "web2\n");
        assertThat(fromClient("http://admin:change-me@192.168.100.100:8404/")).contains("Statistics Report");
        assertThat(aloft(cluster, "status").out()).contains("rr, by haproxy", "up");

        on("server1", "systemctl stop nginx");
        assertThat(eventually(
                        "client",
                        "curl -s -m 3 http://192.168.100.10/; curl -s -m 3 http://192.168.100.10/",
                        "web2\nweb2\n"))
                .isEqualTo("web2\nweb2\n");
        Invocation verified = aloft(cluster, "verify", "--checks", "--report", folder.toString());
        assertThat(verified.status()).as(verified.toString()).isEqualTo(ExitCode.VERIFICATION_FAILED.status());
        assertThat(verified.out()).contains("web1 is DOWN");
        on("server1", "systemctl start nginx");

        on("node1", "systemctl stop haproxy");
        awaitHolder("node2", "192.168.100.10");
        on("node1", "systemctl start haproxy");
        awaitHolder("node1", "192.168.100.10");
        nothingToDo(cluster);

        Path changed = changed(cluster, "real_servers: {web: 1}", "real_servers: {web1: 1, web2: 3}");
        apply(changed);
        assertThat(answers("http://192.168.100.10/", 8))
                .filteredOn("web2\n"::equals)
                .hasSize(6);
        destroy(changed);
    }

    @Test
    @Tag("clusters")
    @Order(3)
    void shouldHoldTheVipOfAControlPlaneWhereItsServiceIsWell() throws IOException {
        List<String> nodes = List.of("node1", "node2", "node3");
        nodes.forEach(node -> on(node, STAND_IN_FOR_AN_API_SERVER));
        Path cluster = cluster("control-plane");
        bringUp(cluster, "node1", "node2", "node3");
        assertThat(fromClient("https://192.168.100.10:8443/healthz")).isEqualTo("ok\n");
        awaitHolder("node1", "192.168.100.10");

        on("node1", "systemctl stop stand-in");
        awaitHolder("node2", "192.168.100.10");
        assertThat(fromClient("https://192.168.100.10:8443/healthz")).isEqualTo("ok\n");
        on("node1", "systemctl start stand-in");
        awaitHolder("node1", "192.168.100.10");
        nothingToDo(cluster);

        Path changed = changed(cluster, "[110, 100, 90]", "[90, 100, 110]");
        apply(changed);
        awaitHolder("node3", "192.168.100.10");
        assertThat(fromClient("https://192.168.100.10:8443/healthz")).isEqualTo("ok\n");
        destroy(changed);
        nodes.forEach(node -> on(node, "systemctl stop stand-in; rm /run/systemd/system/stand-in.service"));
    }

    /** What the members of a control plane serve by themselves: something that answers by HTTPS on port 6443. */
    private static final String STAND_IN_FOR_AN_API_SERVER = """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=stand-in \\
                -keyout /run/stand-in.key -out /run/stand-in.crt 2>&1
            cat >/run/stand-in.py <<'END'
            import http.server, ssl
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(b'ok\\n')
            server = http.server.ThreadingHTTPServer(('', 6443), Handler)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain('/run/stand-in.crt', '/run/stand-in.key')
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            server.serve_forever()
            END
            mkdir -p /run/systemd/system
            printf '[Service]\\nExecStart=/usr/bin/python3 /run/stand-in.py\\n' >/run/systemd/system/stand-in.service
            systemctl daemon-reload
            systemctl start stand-in
            timeout 60 sh -c 'until curl -kfs https://127.0.0.1:6443/healthz; do sleep 0.5; done'
            """;

    // ---- LVS

    @Test
    @Tag("clusters")
    @Order(4)
    void shouldTakeTheClassicClusterDownAgain() throws IOException {
        Path cluster = cluster("lvs-dr");
        bringUp(cluster, "node1", "node2", "server1", "server2");
        assertThat(answers("http://192.168.100.10/", 4)).contains("web1\n", "web2\n");
        destroy(cluster);
    }

    @Test
    @Tag("clusters")
    @Order(5)
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
    @Tag("clusters")
    @Order(6)
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
    @Tag("clusters")
    @Order(7)
    void shouldServeOnBothFamilies() throws IOException {
        Path cluster = cluster("dual-stack");
        bringUp(cluster, "node1", "node2", "server1", "server2");
        for (String url : List.of("http://192.168.100.10/", "http://[fd00:100::10]/")) {
            assertThat(answers(url, 4)).as(url).containsOnly("web1\n", "web2\n").contains("web1\n", "web2\n");
        }
        on("client", "ping -c 1 -W 5 fe80::10%ens33");

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
}
