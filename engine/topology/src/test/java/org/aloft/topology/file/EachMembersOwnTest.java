package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Priority;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VrrpInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What differs from member to member of an instance, and from director to director. */
class EachMembersOwnTest extends OnTopologyText {
    @ParameterizedTest
    @ValueSource(strings = {"{a: ens3, b: eth0.7}", "\"{{ nic }}\""})
    void shouldTakeAnInterfaceForEachMember(String networkInterface) throws Exception {
        Topology topology =
                read("""
                inventory: hosts.ini
                instances:
                  VI_1: {virtual_router_id: 7, interface: INTERFACE, members: {a: 100, b: 90}, vips: [10.0.0.9]}
                """.replace("INTERFACE", networkInterface), "a ansible_host=10.0.0.1 nic=ens3\nb nic=eth0.7\n");
        VrrpInstance instance = topology.instances().get(0);
        assertThat(instance.networkInterface("a")).isEqualTo("ens3");
        assertThat(instance.networkInterface("b")).isEqualTo("eth0.7");
        assertThatThrownBy(() -> instance.networkInterface("c")).hasMessageContaining("no member");
    }

    @Test
    void shouldTrackAnInterfaceOfEachMember() throws Exception {
        Topology topology = read("""
                inventory: hosts.ini
                sync_groups:
                  VG_1: {instances: [VI_1, VI_2], track: {interfaces: [{interface: {a: eth5, b: eth6}, weight: 0}, eth7]}}
                instances:
                  VI_1:
                    virtual_router_id: 7
                    interface: eth0
                    members: {a: 100, b: 90}
                    vips: [10.0.0.9]
                    track: {interfaces: [eth1, {interface: {a: eth2, b: ens3}}, "{{ lan }}"]}
                  VI_2:
                    virtual_router_id: 8
                    interface: eth9
                    members: {a: 100, b: 90}
                    vips: [10.1.0.9]
                    track: {interfaces: {interface: "{{ lan }}", weight: 0}}
                  VI_3:
                    virtual_router_id: 9
                    interface: eth0
                    members: {a: 100, b: 90}
                    vips: [10.2.0.9]
                    track: {interfaces: {eth1: -20}}
                """, "a ansible_host=10.0.0.1 lan=eth3\nb ansible_host=10.0.0.2 lan=eth4\n");
        Map<String, Optional<Integer>> ofA =
                topology.instances().get(0).tracking().interfacesOf("a");
        assertThat(ofA)
                .containsExactly(
                        Map.entry("eth1", Optional.empty()),
                        Map.entry("eth2", Optional.empty()),
                        Map.entry("eth3", Optional.empty()));
        assertThat(topology.instances().get(0).tracking().interfacesOf("b")).containsOnlyKeys("eth1", "ens3", "eth4");
        assertThat(topology.instances().get(1).tracking().interfacesOf("b")).isEqualTo(Map.of("eth4", Optional.of(0)));
        assertThat(topology.instances().get(2).tracking().interfacesOf("b"))
                .isEqualTo(Map.of("eth1", Optional.of(-20)));
        assertThat(topology.agentSettings().syncGroups().get(0).tracking().interfacesOf("b"))
                .isEqualTo(Map.of("eth6", Optional.of(0), "eth7", Optional.empty()));
    }

    @Test
    void shouldTakeLinesOfKeepalivedForEachHost() throws Exception {
        Topology topology = read("""
                inventory: hosts.ini
                directors: [c]
                keepalived: {all: "# all {{ nic }}", lvs: "# lvs", b: "# b"}
                instances:
                  VI_1:
                    virtual_router_id: 7
                    interface: eth0
                    members: {lvs: [100, 90]}
                    vips: [10.0.0.9]
                    keepalived: {b: garp_master_delay 1}
                  VI_2:
                    {virtual_router_id: 8, interface: eth0, members: {lvs: [100, 90]}, vips: [10.0.0.8], keepalived: "# {{ nic }}"}
                services:
                  web: {vip: 10.0.0.7, port: 80, forward: nat, real_servers: {d: 1}, check: {tcp: }}
                """, """
                c ansible_host=10.0.0.3 nic=eth3
                d ansible_host=10.0.0.4 nic=eth4
                [lvs]
                a ansible_host=10.0.0.1 nic=eth1
                b ansible_host=10.0.0.2 nic=eth2
                """);
        assertThat(topology.agentSettings().keepalived())
                .isEqualTo(Map.of(
                        "a", MaskedText.plain("# all eth1\n# lvs"),
                        "b", MaskedText.plain("# all eth2\n# lvs\n# b"),
                        "c", MaskedText.plain("# all eth3")));
        assertThat(topology.instances().get(0).keepalived())
                .isEqualTo(Map.of("b", MaskedText.plain("garp_master_delay 1")));
        assertThat(topology.instances().get(1).keepalived())
                .isEqualTo(Map.of("a", MaskedText.plain("# eth1"), "b", MaskedText.plain("# eth2")));
    }

    @Test
    void shouldGiveAGroupsHostsTheirPrioritiesAndAddresses() throws Exception {
        Topology topology = read("""
                inventory: hosts.ini
                instances:
                  VI_1:
                    virtual_router_id: 7
                    interface: eth0
                    members: {lvs: [100, 90, 80], b: {priority: 150}}
                    unicast: true
                    vips:
                      - {address: "2001:db8::9", excluded: true}
                      - {address: 10.0.0.9, interface: "{{ nic }}"}
                  VI_2:
                    virtual_router_id: 8
                    interface: eth0
                    members: {a: 100, b: 90}
                    unicast: "{{ vrrp_ip }}"
                    vips: [10.0.0.8]
                """, """
                [lvs]
                c ansible_host=10.0.0.3 nic=eth3
                b ansible_host=10.0.0.2 nic=eth2 vrrp_ip=10.9.0.2
                a ansible_host=10.0.0.1 nic=eth1 vrrp_ip=10.9.0.1
                """);
        VrrpInstance instance = topology.instances().get(0);
        assertThat(instance.members())
                .isEqualTo(Map.of("c", new Priority(100), "b", new Priority(150), "a", new Priority(80)));
        assertThat(instance.preferredActive()).isEqualTo("b");
        assertThat(instance.advertPath().unicast())
                .isEqualTo(Map.of(
                        "a",
                        InetAddress.getByName("10.0.0.1"),
                        "b",
                        InetAddress.getByName("10.0.0.2"),
                        "c",
                        InetAddress.getByName("10.0.0.3")));
        assertThat(topology.instances().get(1).advertPath().unicast())
                .isEqualTo(Map.of("a", InetAddress.getByName("10.9.0.1"), "b", InetAddress.getByName("10.9.0.2")));
        assertThat(instance.vips()).hasToString("[10.0.0.9/32, 2001:db8::9/128]");
        assertThat(instance.interfacesOf("c")).containsExactly("eth0", "eth3");
        assertThat(instance.interfacesOf("a")).containsExactly("eth0", "eth1");
    }
}
