package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading and asking must stay linear: anything that grows with the square of the hosts would not end here. */
class ManyHostsTest {
    private static final int HOSTS = 100_000;

    @TempDir
    private Path folder;

    @Test
    void shouldReadAHundredThousandHostsAndAnswerForEach() throws Exception {
        StringBuilder inventory = new StringBuilder("[directors]\nlvs[1:2]\n[web]\n");
        for (int number = 0; number < HOSTS; number++) {
            inventory.append(String.format(
                    "w%05d ansible_host=10.%d.%d.%d\n", number, number >> 16, number >> 8 & 255, number & 255));
        }
        inventory.append("[site:children]\nweb\ndirectors\n[site:vars]\nansible_user=ops\nrack=r7\n");
        Files.writeString(folder.resolve("hosts.ini"), inventory);
        Topology topology = new TopologyReader().read(Files.writeString(folder.resolve("topology.yml"), """
                inventory: hosts.ini
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth0, members: {lvs1: 100, lvs2: 90}, vips: [192.0.2.9]}
                services:
                  web: {vip: 192.0.2.9, port: 80, forward: dr, real_servers: {web: 1}}
                hosts:
                  web: {files: {/etc/rack: {content: "{{ rack }}"}}}
                """));

        assertThat(topology.hosts()).hasSize(HOSTS + 2);
        assertThat(topology.hosts().keySet()).allSatisfy(host -> {
            assertThat(topology.isDirector(host)).isEqualTo(host.startsWith("lvs"));
            assertThat(topology.virtualServicesWithRealServer(host)).hasSize(host.startsWith("w") ? 1 : 0);
        });
        assertThat(topology.hostSettings()).hasSize(HOSTS);
        assertThat(topology.inventoryNames().groups().get("all")).hasSize(HOSTS + 2);
    }

    @Test
    void shouldKnowHostsThatHaveLeftTheTopologyUnlessTheyCannotBeReached() throws Exception {
        Files.writeString(folder.resolve("hosts.ini"), """
                lvs1
                lvs2 ansible_host=10.0.0.2
                left ansible_host=10.0.0.3 ansible_user=ops ansible_port=2222
                windows ansible_connection=winrm
                odd ansible_port=99999
                undefined ansible_host="{{ nowhere }}"
                """);
        Topology topology = new TopologyReader().read(Files.writeString(folder.resolve("topology.yml"), """
                inventory: hosts.ini
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth0, members: {lvs1: 100}, vips: [192.0.2.9]}
                """));

        assertThat(topology.hosts().keySet()).containsExactly("lvs1");
        assertThat(Stream.of("lvs1", "lvs2", "windows", "odd", "undefined", "nobody")
                        .filter(name -> topology.otherHosts().find(name).isPresent()))
                .containsExactly("lvs2");
        Host left = topology.otherHosts().find("left").orElseThrow();
        assertThat(left.address()).isEqualTo("10.0.0.3");
        assertThat(left.connection().user()).contains("ops");
        assertThat(left.connection().port()).isEqualTo(2222);
    }
}
