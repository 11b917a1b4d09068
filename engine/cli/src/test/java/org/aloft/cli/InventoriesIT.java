package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The clusters of the folder {@code inventories} that need no IPVS, one after the other on the same hosts, which run on
 * this machine's kernel: brought up, proven, planned again to nothing, tried at what each is for, changed, and destroyed.
 * {@link LvsInventoriesIT} does the same with those that do; {@link InventoriesTest} reads them all.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InventoriesIT extends OnInventories {
    @BeforeAll
    static void start() throws IOException {
        start(LabSpec.of(IN_ONE_NETWORK)
                .withName("pairs-" + ProcessHandle.current().pid())
                .withKernel(LabKernel.NATIVE));
    }

    // ---- no balancer

    @Test
    @Order(1)
    void shouldKeepTheVipWhereNginxWorks() throws Exception {
        Path cluster = cluster("web-pair");
        bringUp(cluster, "server1", "server2");
        assertThat(fromClient("http://192.168.100.10/")).isEqualTo("web1\n");

        try (StatusOnWatch watch = watch(cluster)) {
            on("server1", "echo broken >/etc/nginx/conf.d/broken.conf; systemctl kill -s KILL nginx");
            await("http://192.168.100.10/", "web2\n");
            watch.await("VI_1 192.168.100.10 is held by web2");
            on("server1", "rm /etc/nginx/conf.d/broken.conf");
            await("http://192.168.100.10/", "web1\n");
            watch.await("VI_1 192.168.100.10 is held by web1");
            assertThat(watch.text()).doesNotContain("SPLIT BRAIN");
        }

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
        // haproxy tries another server at once, and calls this one down only after five failed checks.
        Invocation verified = verifiedUntil(cluster, ExitCode.VERIFICATION_FAILED);
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

    // ---- another agent

    /** As with any change: what is not wanted any more leaves, the package of an agent too. */
    @Test
    @Order(4)
    void shouldChangeFromOneAgentToTheOtherAndBack() throws IOException {
        String[] hosts = {"server1", "server2"};
        for (String host : hosts) {
            // What the package manager leaves of a package is not what this is about: it is there from the start.
            on(host, "apt-get install -qy nginx-light && apt-get remove -qy nginx-light keepalived");
        }
        Path ours = cluster("web-pair");
        Path theirs = changed(ours, "inventory: hosts.ini", "inventory: hosts.ini\nagent: keepalived");
        bringUp(theirs, hosts);
        Map<String, List<String>> onceTheirs = likenesses(hosts);
        destroy(theirs);
        bringUp(ours, hosts);
        Map<String, List<String>> onceOurs = likenesses(hosts);

        apply(theirs);
        assertThat(fromClient("http://192.168.100.10/")).isEqualTo("web1\n");
        assertThat(on("server1", "systemctl is-active keepalived aloftd; ls /opt/aloft /etc/aloft 2>&1 || :"))
                .startsWith("active\ninactive\n")
                .containsPattern("(?s)No such file.*No such file");
        assertLike(onceTheirs);

        apply(ours);
        assertThat(fromClient("http://192.168.100.10/")).isEqualTo("web1\n");
        assertThat(on("server1", "systemctl is-active aloftd; dpkg-query -W -f '${db:Status-Status}' keepalived || :"))
                .isEqualTo("active\nconfig-files");
        assertLike(onceOurs);
        destroy(ours);
    }
}
