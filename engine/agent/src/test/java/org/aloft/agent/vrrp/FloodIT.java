package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.kernel.TwoHosts;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.agent.kernel.socket.VrrpRoute;
import org.aloft.agent.kernel.socket.VrrpSender;
import org.aloft.agent.vrrp.router.RouterStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets of the own virtual router by the hundred thousand, none of them valid. Needs root. */
@Timeout(60)
class FloodIT {
    private static final int VRID = 4;
    private static final int FLOOD = 200_000;

    private static final String MULTICAST = """
            vrrp_instance VI_1 {
                version 3
                advert_int 0.1
                interface eth0
                virtual_router_id 4
                priority %d
                virtual_ipaddress { 192.0.2.10 }
            }
            """;

    private static final String UNICAST = """
            vrrp_instance VI_1 {
                version 3
                advert_int 0.1
                interface eth0
                virtual_router_id 4
                priority %d
                check_unicast_src
                unicast_peer { %s }
                virtual_ipaddress { 192.0.2.10 }
            }
            """;

    @TempDir
    Path folder;

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    @BeforeEach
    void makeTwoHosts() throws Exception {
        network.right.ip("address", "add", "192.0.2.66/24", "dev", "eth0");
    }

    private VrrpSender flooder(String destination, int hopLimit) throws Exception {
        return network.right.call(() -> {
            try (Rtnetlink kernel = Rtnetlink.open()) {
                return VrrpSender.open(new VrrpRoute(
                        kernel.interfaceByName("eth0").orElseThrow(),
                        InetAddress.getByName("192.0.2.66"),
                        List.of(InetAddress.getByName(destination)),
                        hopLimit));
            }
        });
    }

    private static void flood(VrrpSender from, int version) {
        ByteBuffer packet =
                ByteBuffer.allocateDirect(12).put(0, (byte) (version << 4 | 1)).put(1, (byte) VRID);
        for (int sent = 0; sent < FLOOD; sent++) {
            from.send(packet, 0);
        }
    }

    private static long dropped(RouterOnWire router) {
        RouterStatus status = router.runner.explain().get(0).status();
        return status.adverts().dropped().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** From beyond the link; of the other version; from a host that is no peer. */
    @ParameterizedTest
    @CsvSource({"224.0.0.18, 64, 3, false", "224.0.0.18, 255, 2, false", "192.0.2.1, 255, 3, true"})
    void shouldHaveTheKernelDropWhatCannotBeValid(String destination, int hopLimit, int version, boolean unicast)
            throws Exception {
        String active = unicast ? UNICAST.formatted(100, "192.0.2.2") : MULTICAST.formatted(100);
        String better = unicast ? UNICAST.formatted(200, "192.0.2.1") : MULTICAST.formatted(200);
        try (RouterOnWire router = RouterOnWire.start(network.left, folder, active);
                VrrpSender flooder = flooder(destination, hopLimit)) {
            router.await(InstanceState.ACTIVE, 1);
            flood(flooder, version);
            assertThat(dropped(router)).isBetween(256L, FLOOD / 4L);
            // What is valid is heard all the same.
            try (RouterOnWire other = RouterOnWire.start(network.right, folder, better)) {
                other.await(InstanceState.ACTIVE, 1);
                router.await(InstanceState.BACKUP, 1);
                assertThat(router.events).noneMatch(AgentEvent.InstanceChanged.class::isInstance);
            }
        }
    }

    /** All instances of a link hear by one socket: what floods one of them must not cost the others an advert. */
    @Test
    void shouldNotCostTheOtherInstancesOfTheLinkAnAdvert() throws Exception {
        String flooded = MULTICAST.formatted(100);
        String other =
                MULTICAST.replace("VI_1", "VI_2").replace("_id 4", "_id 5").replace(".10 }", ".11 }");
        try (RouterOnWire better = RouterOnWire.start(network.right, folder, other.formatted(200));
                VrrpSender flooder = flooder("224.0.0.18", 64)) {
            better.await(InstanceState.ACTIVE, 1);
            try (RouterOnWire router = RouterOnWire.start(network.left, folder, flooded + other.formatted(50))) {
                router.await(InstanceState.ACTIVE, 1);
                flood(flooder, 3);
                assertThat(dropped(router)).isBetween(256L, FLOOD / 4L);
                assertThat(router.events).noneMatch(AgentEvent.InstanceChanged.class::isInstance);
            }
        }
    }
}
