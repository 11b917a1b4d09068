package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.kernel.TwoHosts;
import org.aloft.agent.kernel.route.LinkEvent;
import org.aloft.agent.kernel.route.LinkMonitor;
import org.aloft.agent.vrrp.machine.TrackedPriority;
import org.aloft.agent.vrrp.router.RouterExplanation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A reload that gives an instance another group of routers to speak to. Needs root. */
@Timeout(60)
class GroupChangeIT {
    private static final String CONFIGURATION = """
            vrrp_instance VI_1 {
                interface %s
                virtual_router_id %d
                priority %d
                version 3
                advert_int 0.1
                virtual_ipaddress { 192.0.2.10/24 dev eth0 }
            }
            """;

    @TempDir
    Path folder;

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    private static String configuration(String on, int virtualRouterId, int priority) {
        return CONFIGURATION.formatted(on, virtualRouterId, priority);
    }

    private static InstanceState stateOf(RouterOnWire router) {
        return router.runner.standings().get(0).kind();
    }

    @Test
    void shouldStayActiveAndKeepItsVipsInTheOtherGroup() throws Exception {
        try (RouterOnWire router = RouterOnWire.start(network.left, folder, configuration("eth0", 10, 100));
                LinkMonitor monitor = network.left.call(LinkMonitor::open);
                Observer oldGroup = Observer.on(network.right, 10);
                Observer newGroup = Observer.on(network.right, 11)) {
            router.await(InstanceState.ACTIVE, 1);
            oldGroup.hear(1);
            router.reload(configuration("eth0", 11, 100));
            newGroup.hear(3);
            assertThat(stateOf(router)).isEqualTo(InstanceState.ACTIVE);
            assertThat(router.events).noneMatch(AgentEvent.InstanceChanged.class::isInstance);
            List<LinkEvent> seen = new ArrayList<>();
            monitor.drain(seen::add);
            assertThat(seen).noneMatch(LinkEvent.AddressRemoved.class::isInstance);
            assertThat(network.left.ip("address", "show", "dev", "eth0")).contains("192.0.2.10/24");
        }
    }

    /** keepalived knows an instance by its VRRP group, whatever it is called. */
    @Test
    void shouldStayActiveWhenOnlyItsNameChanges() throws Exception {
        String before = configuration("eth0", 10, 100);
        try (RouterOnWire router = RouterOnWire.start(network.left, folder, before);
                LinkMonitor monitor = network.left.call(LinkMonitor::open);
                Observer group = Observer.on(network.right, 10)) {
            router.await(InstanceState.ACTIVE, 1);
            router.runner.track("VI_1", new TrackedPriority(20, Optional.empty(), List.of()));
            // As at a reload: trackers are configured first, and tell of the new names alone.
            router.runner.track("VI_A", new TrackedPriority(20, Optional.empty(), List.of()));
            router.reload(before.replace("VI_1", "VI_A"));
            group.hear(3);
            assertThat(router.runner.explain())
                    .singleElement()
                    .extracting(RouterExplanation::status)
                    .satisfies(status -> {
                        assertThat(status.name()).isEqualTo("VI_A");
                        assertThat(status.state()).isEqualTo("ACTIVE");
                        assertThat(status.group().priority()).isEqualTo(120);
                    });
            assertThat(router.events).noneMatch(AgentEvent.InstanceChanged.class::isInstance);
            assertThat(router.events)
                    .filteredOn(AgentEvent.PriorityChanged.class::isInstance)
                    .hasSize(1);
            List<LinkEvent> seen = new ArrayList<>();
            monitor.drain(seen::add);
            assertThat(seen).noneMatch(LinkEvent.AddressRemoved.class::isInstance);
        }
    }

    /** A reload that is refused after it had come as far as this. */
    @Test
    void shouldHaveThePriorityOfBeforeOnTheWayBack() throws Exception {
        String before = configuration("eth0", 10, 100);
        try (RouterOnWire router = RouterOnWire.start(network.left, folder, before)) {
            router.await(InstanceState.ACTIVE, 1);
            router.runner.track("VI_1", new TrackedPriority(20, Optional.empty(), List.of()));
            router.reload(before.replace("VI_1", "VI_A"));
            router.reload(before);
            router.runner.forgetTracked();
            assertThat(router.runner.explain())
                    .singleElement()
                    .extracting(RouterExplanation::status)
                    .satisfies(status -> {
                        assertThat(status.name()).isEqualTo("VI_1");
                        assertThat(status.group().priority()).isEqualTo(120);
                    });
            assertThat(router.events).noneMatch(AgentEvent.InstanceChanged.class::isInstance);
            router.runner.track("VI_1", new TrackedPriority(0, Optional.of("the check fails"), List.of()));
            router.await(InstanceState.FAULT, 1);
        }
    }

    @Test
    void shouldSpeakOnTheOtherInterface() throws Exception {
        network.left.ip("link", "add", "link", "eth0", "name", "eth1", "type", "macvlan");
        network.left.ip("link", "set", "eth1", "up");
        network.left.ip("address", "add", "198.51.100.1/24", "dev", "eth1");
        try (RouterOnWire router = RouterOnWire.start(network.left, folder, configuration("eth1", 10, 100));
                Observer group = Observer.on(network.right, 10)) {
            router.await(InstanceState.ACTIVE, 1);
            router.reload(configuration("eth0", 10, 100));
            group.hear(3);
            assertThat(stateOf(router)).isEqualTo(InstanceState.ACTIVE);
            router.reload(configuration("eth9", 10, 100));
            router.await(InstanceState.FAULT, 1);
            assertThat(network.left.ip("address", "show", "dev", "eth0")).doesNotContain("192.0.2.10");
        }
    }

    @Test
    void shouldMakeWayForABetterRouterOfTheOtherGroup() throws Exception {
        try (RouterOnWire better = RouterOnWire.start(network.right, folder, configuration("eth0", 11, 200));
                RouterOnWire router = RouterOnWire.start(network.left, folder, configuration("eth0", 10, 100))) {
            better.await(InstanceState.ACTIVE, 1);
            router.await(InstanceState.ACTIVE, 1);
            router.reload(configuration("eth0", 11, 100));
            router.await(InstanceState.BACKUP, 1);
            assertThat(stateOf(better)).isEqualTo(InstanceState.ACTIVE);
        }
    }

    /** A backup has nothing to lose, and another router may be active there. */
    @Test
    void shouldListenInTheOtherGroupWhenItIsABackup() throws Exception {
        try (RouterOnWire better = RouterOnWire.start(network.right, folder, configuration("eth0", 10, 200));
                RouterOnWire router = RouterOnWire.start(network.left, folder, configuration("eth0", 10, 100))) {
            better.await(InstanceState.ACTIVE, 1);
            router.await(InstanceState.BACKUP, 1);
            router.reload(configuration("eth0", 11, 100));
            router.await(InstanceState.INITIALIZE, 1);
            router.await(InstanceState.BACKUP, 1);
            router.await(InstanceState.ACTIVE, 1);
        }
    }
}
