package org.aloft.plan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.FirewallResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.shell.ShellLibrary;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.model.MaskedText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HaproxyTest {
    @TempDir
    private Path folder;

    private Wanted wanted;

    @BeforeEach
    void plan() throws Exception {
        Files.writeString(folder.resolve("hosts.ini"), """
                lb1 ansible_host=192.168.100.100
                lb2 ansible_host=192.168.100.111
                web1 ansible_host=192.168.100.200
                """);
        Path topology = Files.writeString(folder.resolve("topology.yml"), """
                inventory: hosts.ini
                instances:
                  V4: {virtual_router_id: 7, interface: eth0, members: {lb1: 100, lb2: 90}, vips: [192.168.100.10]}
                  V6: {virtual_router_id: 7, interface: eth0, version: 3, members: {lb1: 100, lb2: 90}, vips: ["fe80::10"]}
                services:
                  web:
                    vip: 192.168.100.10
                    port: 80
                    forward: proxy
                    scheduler: lc
                    persistence: 1m
                    real_servers: {web1: {weight: 3, port: 8080}, 192.168.100.222: 1}
                    check: {tcp: {delay: 2s, retries: 4, connect_timeout: 1500ms}}
                  tls:
                    vip: "fe80::10"
                    port: 443
                    forward: proxy
                    real_servers: {"2001:db8::1": 1}
                    check: {https: {path: /alive, host: www.example.org, status: [200, 301-302], rise: 4}}
                  dr:
                    {vip: 192.168.100.10, port: 81, forward: dr, real_servers: {web1: 1}, check: {tcp: }}
                haproxy:
                  stats: {port: 8404, user: ops, password: see-all}
                """);
        AgentBundle bundle = new AgentBundle("0".repeat(12), "0".repeat(64), 0, "x86_64", Path.of("never-sent.tar.gz"));
        wanted = Wanted.of(new TopologyReader().read(topology), bundle, Templates.builtIn());
    }

    @Test
    void shouldOpenTheFirewallForClientsAndStatistics() {
        assertThat(wanted.on("lb1"))
                .filteredOn(resource -> resource.kind() == FirewallResource.KIND)
                .extracting(Resource::name)
                .containsExactlyInAnyOrder("vrrp", "80/tcp", "443/tcp", "81/tcp", "8404/tcp");
        assertThat(wanted.on("web1")).noneMatch(resource -> resource.kind() == FirewallResource.KIND);
    }

    @Test
    void shouldWriteAServiceWithItsServersAndCheck() {
        assertThat(text("/etc/haproxy/haproxy.cfg").reveal())
                .contains("""

                        listen web
                            bind 192.168.100.10:80
                            mode tcp
                            option tcplog
                            balance leastconn
                            stick-table type ip size 200k expire 60s
                            stick on src
                            timeout check 1500ms
                            # So many good checks in a row bring a server back, so many failed ones take it out.
                            default-server check inter 2000ms rise 2 fall 5
                            server web1 192.168.100.200:8080 weight 3
                            server 192.168.100.222 192.168.100.222:80 weight 1
                        """)
                .contains("    bind [fe80::10]:443\n")
                .contains("""
                            option httpchk
                            http-check send meth GET uri /alive ver HTTP/1.1 hdr Host www.example.org
                            http-check expect status 200,301-302
                        """)
                .contains(" rise 4 fall 2 check-ssl verify none\n")
                .doesNotContain("listen dr");
    }

    @Test
    void shouldTakeOrdersFromRootAlone() {
        assertThat(text("/etc/haproxy/haproxy.cfg").reveal())
                .contains("    stats socket /run/aloft-haproxy.sock mode 600 level admin\n");
        assertThat(ShellLibrary.text("drain")).contains("admin_socket=/run/aloft-haproxy.sock\n");
        assertThat(wanted.on("lb1")).extracting(Resource::name).contains("socat");
        assertThat(wanted.on("web1")).extracting(Resource::name).doesNotContain("socat");
    }

    @Test
    void shouldKeepThePasswordOfThePageToItself() {
        MaskedText text = text("/etc/haproxy/haproxy.cfg");
        assertThat(text.reveal()).contains("stats auth ops:see-all");
        assertThat(text.shown()).contains("stats auth ops:").doesNotContain("see-all");
    }

    @Test
    void shouldLeaveToTheAgentWhatIpvsBalances() {
        assertThat(text("/etc/aloft/aloftd.conf").reveal())
                .contains("virtual_server 192.168.100.10 81")
                .doesNotContain("virtual_server 192.168.100.10 80", "8080");
    }

    @Test
    void shouldListenBeforeTheDirectorIsActive() {
        Resource agent = wanted.on("lb1").stream()
                .filter(resource -> resource.id().equals(VrrpAgent.ALOFTD.service()))
                .findFirst()
                .orElseThrow();
        assertThat(agent.requires()).extracting(Object::toString).anyMatch(id -> id.contains("haproxy.service"));
        assertThat(wanted.on("lb1"))
                .extracting(Resource::name)
                .contains("net.ipv4.ip_nonlocal_bind", "net.ipv6.ip_nonlocal_bind");
        assertThat(wanted.on("web1")).extracting(Resource::name).doesNotContain("haproxy");
    }

    private MaskedText text(String path) {
        return wanted.on("lb1").stream()
                .filter(resource -> resource.id().equals(FileResource.idOf(path)))
                .map(FileResource.class::cast)
                .map(FileResource::content)
                .findFirst()
                .orElseThrow();
    }
}
