package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabSpec;
import org.aloft.topology.file.TopologyReader;
import org.junit.jupiter.api.Test;

/** What lab a topology asks for. */
class LabClusterTest {
    @Test
    void shouldTakeOneNetworkAndOneCardWhereThatWillDo() throws Exception {
        LabSpec spec = spec("lvs-dr");
        assertThat(spec.networks()).containsExactly("192.168.100.0/24");
        assertThat(spec.hosts())
                .contains(new LabHost("lvs1", "192.168.100.100"), new LabHost("web1", "192.168.100.200"));
        assertThat(spec("dual-stack").hosts()).isEqualTo(spec.hosts());
    }

    @Test
    void shouldGiveADirectorACardInEachNetworkInWhichItHasVips() throws Exception {
        LabSpec spec = spec("lvs-nat-two-wings");
        assertThat(spec.networks()).containsExactly("192.168.100.0/24", "192.168.101.0/24");
        assertThat(spec.hosts())
                .contains(
                        new LabHost("lvs2", "192.168.100.111").withCard("ens36", "192.168.101.111"),
                        new LabHost("web1", "192.168.101.201", "ens36"),
                        new LabHost("client", "192.168.100.20"));
    }

    private static LabSpec spec(String cluster) throws Exception {
        Path topology = Path.of(System.getProperty("aloft.home"), "inventories", cluster, "topology.yml");
        return LabCluster.spec(new TopologyReader().read(topology, List.of()));
    }
}
