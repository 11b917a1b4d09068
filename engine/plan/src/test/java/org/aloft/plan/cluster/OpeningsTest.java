package org.aloft.plan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aloft.plan.resource.FirewallResource;
import org.aloft.topology.file.TopologyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a director's firewall must let in and through, by what the topology says. */
class OpeningsTest {
    private static final String DETECT = "    detect: 60ms\n";
    private static final String SYNC = "    sync_connections: true\n";

    @TempDir
    private Path folder;

    @Test
    void shouldLetInAdvertsAndClients() throws Exception {
        assertThat(openings("", "dr")).containsExactly("vrrp", "80/tcp");
    }

    @Test
    void shouldLetRepliesThroughThatAreMasqueraded() throws Exception {
        assertThat(openings("", "nat")).containsExactlyInAnyOrder("vrrp", "80/tcp", "replies");
    }

    @Test
    void shouldLetInWhatTheDirectorsTellOneAnother() throws Exception {
        assertThat(openings(DETECT, "dr")).containsExactlyInAnyOrder("vrrp", "80/tcp", "3784/udp");
        assertThat(openings(SYNC, "dr")).containsExactlyInAnyOrder("vrrp", "80/tcp", "8848/udp");
    }

    private List<String> openings(String wordsOfTheInstance, String forward) throws Exception {
        Files.writeString(folder.resolve("hosts.ini"), """
                lvs1 ansible_host=192.0.2.1
                lvs2 ansible_host=192.0.2.2
                web1 ansible_host=192.0.2.11
                """);
        Path file = Files.writeString(folder.resolve("topology.yml"), """
                inventory: hosts.ini
                instances:
                  VI_1:
                    virtual_router_id: 10
                    interface: ens33
                    members: {lvs1: 100, lvs2: 90}
                    vips: [192.0.2.10]
                %sservices:
                  web:
                    vip: 192.0.2.10
                    port: 80
                    forward: %s
                    real_servers: {web1: 1}
                    check: {tcp: {connect_timeout: 3s}}
                """.formatted(wordsOfTheInstance, forward));
        return Openings.of(new TopologyReader().read(file), "lvs1").stream()
                .map(FirewallResource::opening)
                .toList();
    }
}
