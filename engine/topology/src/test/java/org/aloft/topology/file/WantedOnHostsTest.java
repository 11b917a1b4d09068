package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Topology;
import org.junit.jupiter.api.Test;

/** What a topology wants of hosts beside their roles. */
class WantedOnHostsTest extends OnTopologyText {
    @Test
    void shouldKnowOneSysctlAndOneServiceByAnySpelling() throws Exception {
        Topology topology = read("""
                inventory: hosts.ini
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth0.5, members: {a: 100}, vips: [10.0.0.9]}
                hosts:
                  all:
                    packages: ["libc6:amd64"]
                    services: [nginx]
                    sysctls: {net/core/somaxconn: 1024, net/ipv4/conf/eth0.5/rp_filter: 2, net.ipv4.ip_forward: 1}
                  a:
                    services: [nginx.service, "getty@tty1"]
                    sysctls: {net.core.somaxconn: 2048, net.ipv4.conf.eth0/5.rp_filter: 1}
                """, "a ansible_host=10.0.0.1\nb ansible_host=10.0.0.2\n");
        assertThat(topology.hostSettings().get("a").sysctls())
                .isEqualTo(Map.of(
                        "net.core.somaxconn",
                        "2048",
                        "net/ipv4/conf/eth0.5/rp_filter",
                        "1",
                        "net.ipv4.ip_forward",
                        "1"));
        assertThat(topology.hostSettings().get("a").services()).containsExactly("nginx", "getty@tty1");
        assertThat(topology.hostSettings().get("b").sysctls()).containsEntry("net.core.somaxconn", "1024");
        assertThat(topology.hostSettings().get("b").packages()).containsExactly("libc6:amd64");
    }

    @Test
    void shouldCarryHostileContentUnharmed() throws Exception {
        Files.writeString(folder.resolve("page.txt"), "$(reboot) `id` '\" {{ kept }}\n-rf\n");
        Topology topology = read("""
                inventory: hosts.ini
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth0, members: {a: 100}, vips: [10.0.0.9/24]}
                hosts:
                  all:
                    files:
                      "/srv/it's $(here)": {content: "$(reboot) `id` '\\"\\n{{ nested.name }}{{ twice }}", mode: "0600"}
                      /srv/page: {source: page.txt}
                    sysctls: {net.ipv4.ip_local_port_range: 1024 65535}
                  a:
                    packages: [libstdc++6, "nginx:amd64"]
                    services: ["getty@tty1.service"]
                """, """
                a ansible_host=10.0.0.1
                [all:vars]
                nested={'name': 'x;y'}
                twice={{ inventory_hostname }}
                """);
        HostSettings settings = topology.hostSettings().get("a");
        assertThat(settings.files())
                .containsEntry(
                        "/srv/it's $(here)",
                        new HostSettings.FileContent(MaskedText.plain("$(reboot) `id` '\"\nx;ya"), 0600))
                .containsEntry(
                        "/srv/page",
                        new HostSettings.FileContent(MaskedText.plain("$(reboot) `id` '\" {{ kept }}\n-rf\n"), 0644));
        assertThat(settings.packages()).containsExactly("libstdc++6", "nginx:amd64");
        assertThat(settings.services()).containsExactly("getty@tty1.service");
        assertThat(settings.sysctls()).containsEntry("net.ipv4.ip_local_port_range", "1024 65535");
    }
}
