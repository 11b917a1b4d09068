package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.kernel.NetworkNamespaces;
import org.aloft.agent.kernel.TwoHosts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an instance cannot serve without, beside the interface that its adverts go through. Needs root. */
@Timeout(60)
class NeededLinkIT {
    private static final String VIP_ELSEWHERE = """
            vrrp_instance VI_1 {
                version 3
                advert_int 0.1
                interface eth0
                virtual_router_id 1
                priority %d
                virtual_ipaddress {
                    198.51.100.10/24 dev eth1
                }
            }
            """;

    private static final String UNICAST = """
            vrrp_instance VI_1 {
                version 3
                advert_int 0.1
                interface eth0
                virtual_router_id 1
                unicast_src_ip 192.0.2.77
                unicast_peer {
                    192.0.2.2
                }
                virtual_ipaddress {
                    192.0.2.10
                }
            }
            """;

    @TempDir
    Path folder;

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    @BeforeEach
    void makeTwoHosts() throws Exception {
        for (NetworkNamespaces.Side side : new NetworkNamespaces.Side[] {network.left, network.right}) {
            side.ip("link", "add", "eth1", "type", "veth", "peer", "name", "far1");
            side.ip("link", "set", "eth1", "up");
            side.ip("link", "set", "far1", "up");
        }
    }

    private String faultOf(RouterOnWire router) throws InterruptedException {
        AgentEvent.InstanceChanged changed = router.next(AgentEvent.InstanceChanged.class);
        while (changed.to() != InstanceState.FAULT) {
            changed = router.next(AgentEvent.InstanceChanged.class);
        }
        return changed.reason();
    }

    /** Its own interface is fine, and so it can say that it leaves. */
    @Test
    void shouldLeaveToThePeerWhatStandsOnAnInterfaceWithoutCarrier() throws Exception {
        try (RouterOnWire better = RouterOnWire.start(network.left, folder, VIP_ELSEWHERE.formatted(200))) {
            better.await(InstanceState.ACTIVE, 1);
            try (RouterOnWire other = RouterOnWire.start(network.right, folder, VIP_ELSEWHERE.formatted(100))) {
                other.await(InstanceState.BACKUP, 1);
                network.left.ip("link", "set", "far1", "down");
                assertThat(faultOf(better)).contains("eth1 has no carrier").contains("stand on it");
                AgentEvent.InstanceChanged taken = other.next(AgentEvent.InstanceChanged.class);
                assertThat(taken.to()).isEqualTo(InstanceState.ACTIVE);
                assertThat(taken.reason()).contains("priority 0");
                network.left.ip("link", "set", "far1", "up");
                better.await(InstanceState.ACTIVE, 1);
            }
        }
    }

    @Test
    void shouldWaitForTheInterfaceOfItsVipsWhenThereIsNone() throws Exception {
        network.left.ip("link", "delete", "eth1");
        try (RouterOnWire router = RouterOnWire.start(network.left, folder, VIP_ELSEWHERE.formatted(200))) {
            assertThat(faultOf(router)).contains("there is no interface eth1");
            network.left.ip("link", "add", "eth1", "type", "veth", "peer", "name", "far1");
            network.left.ip("link", "set", "far1", "up");
            network.left.ip("link", "set", "eth1", "up");
            router.await(InstanceState.ACTIVE, 1);
        }
    }

    /**
     * To speak from an address that is not here is to be heard by nobody: it would be active beside the healthy
     * router.
     */
    @Test
    void shouldWaitForItsUnicastSourceAddress() throws Exception {
        try (RouterOnWire router = RouterOnWire.start(network.left, folder, UNICAST)) {
            assertThat(faultOf(router)).contains("192.0.2.77, which this host does not have");
            network.left.ip("address", "add", "192.0.2.77/24", "dev", "eth0");
            router.await(InstanceState.ACTIVE, 1);
            network.left.ip("address", "delete", "192.0.2.77/24", "dev", "eth0");
            assertThat(faultOf(router)).contains("unicast_src_ip");
            network.left.ip("address", "add", "192.0.2.77/24", "dev", "eth0");
            router.await(InstanceState.ACTIVE, 1);
        }
    }
}
