package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.Check;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Priority;
import org.aloft.topology.model.Secret;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.Verification;
import org.aloft.topology.model.VirtualRouterId;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each property twice: left out, and at a value that differs from its default. */
class EveryPropertyTest {
    @TempDir
    private Path folder;

    @Test
    void shouldFallBackToTheDefaults() throws Exception {
        Topology topology = read("""
                inventory: hosts.ini
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth0, members: {a: 100, b: 90}, vips: [10.0.0.9]}
                services:
                  web: {vip: 10.0.0.9, port: 80, forward: dr, real_servers: {c: 1}, check: {tcp: {}}}
                """, "a ansible_host=10.0.0.1\nb ansible_host=10.0.0.2\nc ansible_host=10.0.0.3\n");
        assertThat(topology.agent()).isEqualTo(AgentKind.ALOFTD);
        assertThat(topology.instances().get(0))
                .isEqualTo(new VrrpInstance(
                        "VI_1",
                        new VirtualRouterId(7),
                        "eth0",
                        Map.of("a", new Priority(100), "b", new Priority(90)),
                        topology.instances().get(0).vips(),
                        Duration.ofSeconds(1),
                        2,
                        true,
                        Optional.empty()));
        VirtualService service = topology.services().get(0);
        assertThat(service.target()).isEqualTo(new VirtualService.Port(VirtualService.Protocol.TCP, 80));
        assertThat(service.fallback()).isEqualTo(VirtualService.Fallback.NONE);
        assertThat(service.scheduling()).isEqualTo(VirtualService.Scheduling.by("wlc"));
        assertThat(service.scheduler()).isEqualTo("wlc");
        assertThat(service.persistence()).isEmpty();
        assertThat(service.checks())
                .containsExactly(new Check.Tcp(
                        connect(Duration.ofSeconds(5)),
                        new Check.Pace(1, Duration.ofSeconds(1), Duration.ofSeconds(60), Optional.empty())));
        // 3 adverts, skew (256 - 90) / 256 s, and half a second; 60 s + 2 tries of 5 s + 1 s, and half a second
        assertThat(topology.verification())
                .isEqualTo(new Verification(
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofMillis(4149),
                        Duration.ofMillis(1149),
                        Duration.ofMillis(71_500)));
        ConnectionSettings connection = topology.hosts().get("a").connection();
        assertThat(connection.port()).isEqualTo(22);
        assertThat(connection.user()).isEmpty();
        assertThat(connection.become()).isEmpty();
        assertThat(connection.proxyCommand()).isEmpty();
        assertThat(connection.knownHostsFiles()).isEmpty();
        assertThat(connection.hostKeyChecking()).isEqualTo(ConnectionSettings.HostKeyChecking.STRICT);
    }

    @Test
    void shouldTakeEveryPropertyOfInstancesAndServices() throws Exception {
        Topology topology = read("""
                inventory: [hosts.ini]
                agent: keepalived
                instances:
                  VI_6:
                    virtual_router_id: 255
                    interface: bond0.12
                    members: {a: 255, b: 1}
                    vips: ["2001:db8:0:0:1::9/64"]
                    advert_interval: 1.5s
                    version: 3
                    preempt: false
                services:
                  dns:
                    vip: "2001:db8::1:0:0:9"
                    port: 53
                    protocol: udp
                    scheduler: sh
                    forward: nat
                    persistence: 5m
                    real_servers: {all: 3, c: {weight: 0, port: 5353}}
                    check: {tcp: {connect_timeout: 1s, retries: 0, delay_before_retry: 500ms, delay: 2s}}
                verify: {from: c, probe: tcp, budget: {failover: 1h, handover: 1m, ejection: 1ms}}
                """, """
                a ansible_host=2001:db8::a
                b ansible_host=2001:db8::b
                c ansible_host=2001:db8::c
                """);
        VrrpInstance instance = topology.instances().get(0);
        assertThat(topology.agent()).isEqualTo(AgentKind.KEEPALIVED);
        assertThat(instance.vips()).hasToString("[2001:db8::1:0:0:9/64]");
        assertThat(instance.advertInterval()).isEqualTo(Duration.ofMillis(1500));
        assertThat(instance.version()).isEqualTo(3);
        assertThat(instance.preempt()).isFalse();
        VirtualService service = topology.services().get(0);
        assertThat(service.target()).isEqualTo(new VirtualService.Port(VirtualService.Protocol.UDP, 53));
        assertThat(service.scheduler()).isEqualTo("sh");
        assertThat(service.forwarding()).isEqualTo(VirtualService.Forwarding.NAT);
        assertThat(service.persistence())
                .contains(new VirtualService.Persistence(Duration.ofMinutes(5), Optional.empty()));
        assertThat(service.realServers())
                .hasSize(3)
                .contains(new VirtualService.RealServer("c", InetAddress.getByName("2001:db8::c"), 5353, 0))
                .contains(new VirtualService.RealServer("a", InetAddress.getByName("2001:db8::a"), 53, 3));
        assertThat(service.checks())
                .containsExactly(new Check.Tcp(
                        connect(Duration.ofSeconds(1)),
                        new Check.Pace(0, Duration.ofMillis(500), Duration.ofSeconds(2), Optional.empty())));
        assertThat(topology.verification())
                .isEqualTo(new Verification(
                        Optional.of("c"),
                        Optional.empty(),
                        Duration.ofHours(1),
                        Duration.ofMinutes(1),
                        Duration.ofMillis(1)));
    }

    @Test
    void shouldTakeEveryConnectionVariableAndKeepSecretsOutOfSight() throws Exception {
        Topology topology = read("""
                inventory: hosts.ini
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth0, members: {a: 100}, vips: [10.0.0.9/24]}
                """, """
                a:2222 ansible_host=10.0.0.1 ansible_user=ops ansible_ssh_private_key_file=~/k
                [all:vars]
                ansible_password='p w"$(id)'
                ansible_become=yes
                ansible_become_pass=hidden
                ansible_ssh_common_args='-oStrictHostKeyChecking=accept-new -o "UserKnownHostsFile ~/a /b"'
                ansible_ssh_extra_args='-o StrictHostKeyChecking=no'
                """);
        Host host = topology.hosts().get("a");
        ConnectionSettings connection = host.connection();
        assertThat(connection.port()).isEqualTo(2222);
        assertThat(connection.user()).contains("ops");
        assertThat(connection.privateKeyFile()).contains(Path.of(System.getProperty("user.home"), "k"));
        assertThat(connection.password()).contains(new Secret("p w\"$(id)"));
        assertThat(connection.become()).contains(true);
        assertThat(connection.becomePassword()).contains(new Secret("hidden"));
        assertThat(connection.hostKeyChecking()).isEqualTo(ConnectionSettings.HostKeyChecking.ACCEPT_NEW);
        assertThat(connection.knownHostsFiles())
                .containsExactly(
                        Path.of(System.getProperty("user.home"), "a"),
                        Path.of("/b"),
                        Path.of("/etc/ssh/ssh_known_hosts"),
                        Path.of("/etc/ssh/ssh_known_hosts2"));
        assertThat(topology.toString()).doesNotContain("hidden", "p w");
    }

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

    @Test
    void shouldForwardToTheServiceAddressWhereItIsNotTheOneOfSsh() throws Exception {
        Topology topology = read("""
                inventory: hosts.ini
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth1, members: {a: 100, b: 90}, vips: [10.0.0.9]}
                services:
                  web:
                    vip: 10.0.0.9
                    port: 80
                    forward: nat
                    real_servers: {web: {weight: 2, address: "{{ service_ip }}"}, d: {address: 10.0.0.4, port: 8080}, b: 1}
                """, """
                a ansible_host=127.0.0.1 ansible_port=2201
                b ansible_host=10.0.0.2
                [web]
                c ansible_host=127.0.0.1 ansible_port=2203 service_ip=10.0.0.3
                d ansible_host=127.0.0.1 ansible_port=2204 service_ip=10.0.0.4
                """);
        assertThat(topology.services().get(0).realServers())
                .containsExactlyInAnyOrder(
                        new VirtualService.RealServer("c", InetAddress.getByName("10.0.0.3"), 80, 2),
                        new VirtualService.RealServer("d", InetAddress.getByName("10.0.0.4"), 8080, 1),
                        new VirtualService.RealServer("b", InetAddress.getByName("10.0.0.2"), 80, 1));
        assertThat(topology.hosts().get("c").address()).isEqualTo("127.0.0.1");
    }

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

    @Test
    void shouldMakeAServiceOfEachPortAndVip() throws Exception {
        Topology topology = read("""
                inventory: hosts.ini
                instances:
                  VI_1:
                    {virtual_router_id: 7, interface: eth1, members: {a: 100, b: 90}, vips: [10.0.0.9]}
                services:
                  web: {vip: 10.0.0.9, ports: [80, 8001-8003], forward: dr, real_servers: {c: 1}}
                  mail: {vip: [10.0.0.9], port: 25, forward: dr, real_servers: {c: 1}}
                """, """
                a ansible_host=10.0.0.1
                b ansible_host=10.0.0.2
                c ansible_host=10.0.0.3
                """);
        assertThat(topology.services())
                .extracting(VirtualService::name)
                .containsExactly("web-80", "web-8001", "web-8002", "web-8003", "mail");
        assertThat(topology.services()).extracting(VirtualService::tcpPort).contains(Optional.of(8002));
        assertThat(topology.services().get(1).realServers().get(0).port()).isEqualTo(8001);
    }

    @Test
    void shouldSendToWhatIsNotManaged() throws Exception {
        Topology topology =
                read("""
                inventory: hosts.ini
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth1, members: {a: 100, b: 90}, vips: [10.0.0.9]}
                services:
                  web:
                    vip: 10.0.0.9
                    port: 80
                    forward: nat
                    real_servers: {10.0.0.21: 2, 10.0.0.3: 1}
                    sorry_server: 127.0.0.1:8080
                  late: {vip: 10.0.0.9, port: 81, forward: dr, real_servers: {10.0.0.3: 1}, sorry_server: d}
                """, "a ansible_host=10.0.0.1\nb ansible_host=10.0.0.2\n10.0.0.3\nd ansible_host=10.0.0.4\n");
        VirtualService web = topology.services().get(0);
        assertThat(web.realServers())
                .extracting(VirtualService.RealServer::host)
                .contains(Optional.empty(), Optional.of("10.0.0.3"));
        assertThat(web.fallback().sorryServer())
                .contains(new VirtualService.SorryServer(Optional.empty(), Values.address("127.0.0.1"), 8080, false));
        assertThat(topology.hosts()).containsOnlyKeys("a", "b", "10.0.0.3", "d");
        assertThat(topology.virtualServicesWithRealServer("d"))
                .extracting(VirtualService::name)
                .containsExactly("late");
    }

    private static Check.Connect connect(Duration timeout) {
        return new Check.Connect(timeout, Optional.empty(), Optional.empty());
    }

    private Topology read(String topology, String hosts) throws Exception {
        Files.writeString(folder.resolve("hosts.ini"), hosts);
        return new TopologyReader().read(Files.writeString(folder.resolve("topology.yml"), topology));
    }
}
