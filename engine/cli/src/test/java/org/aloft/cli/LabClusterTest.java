package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabSpec;
import org.aloft.topology.file.TopologyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lab a topology asks for. */
class LabClusterTest {
    @TempDir
    Path folder;

    @Test
    void shouldTakeOneNetworkAndOneCardWhereThatWillDo() throws Exception {
        LabSpec spec = spec(Path.of(System.getProperty("aloft.home"), "inventories/lvs-dr/topology.yml"));
        assertThat(spec.networks()).containsExactly("192.168.100.0/24");
        assertThat(spec.hosts())
                .contains(new LabHost("lvs1", "192.168.100.100"), new LabHost("web1", "192.168.100.200").withoutIpvs());
    }

    @Test
    void shouldTakeOneNetworkForADirectorAndItsRealServersWithDirectRouting() throws Exception {
        LabSpec spec = spec(Path.of(System.getProperty("aloft.home"), "inventories/large/topology.yml"));
        assertThat(spec.networks()).containsExactly("10.0.0.0/23");
        assertThat(spec.hosts()).hasSize(63).contains(new LabHost("10.0.1.60", "10.0.1.60", "eth0").withoutIpvs());
        assertThat(spec.hosts().stream().filter(LabHost::needsIpvs).map(LabHost::name))
                .containsExactly("lvs1", "lvs2");
    }

    @Test
    void shouldGiveADirectorACardInEachNetworkInWhichItHasVips() throws Exception {
        Files.writeString(folder.resolve("hosts.ini"), """
                lvs1 ansible_host=192.168.100.100
                lvs2 ansible_host=192.168.100.111
                web1 ansible_host=192.168.101.201
                """);
        LabSpec spec = spec(Files.writeString(folder.resolve("topology.yml"), """
                inventory: hosts.ini
                instances:
                  OUTSIDE:
                    virtual_router_id: 51
                    interface: ens33
                    members: {lvs1: 100, lvs2: 90}
                    vips: [192.168.100.10]
                  INSIDE:
                    virtual_router_id: 52
                    interface: ens36
                    members: {lvs1: 100, lvs2: 90}
                    vips: [192.168.101.10]
                services:
                  web:
                    vip: 192.168.100.10
                    port: 80
                    forward: nat
                    real_servers: {web1: 1}
                    check: {tcp: {delay: 5s}}
                """));
        assertThat(spec.networks()).containsExactly("192.168.100.0/24", "192.168.101.0/24");
        assertThat(spec.hosts())
                .containsExactly(
                        new LabHost("lvs1", "192.168.100.100").withCard("ens36", "192.168.101.100"),
                        new LabHost("lvs2", "192.168.100.111").withCard("ens36", "192.168.101.111"),
                        new LabHost("web1", "192.168.101.201", "ens36").withoutIpvs());
    }

    private static LabSpec spec(Path topology) throws Exception {
        return LabCluster.spec(new TopologyReader().read(topology, List.of()));
    }
}
