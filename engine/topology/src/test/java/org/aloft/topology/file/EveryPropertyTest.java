package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.Check;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.Priority;
import org.aloft.topology.model.Secret;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.Verification;
import org.aloft.topology.model.VirtualRouterId;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;
import org.junit.jupiter.api.Test;

/** Each property twice: left out, and at a value that differs from its default. */
class EveryPropertyTest extends OnTopologyText {
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
    void shouldExpectACrashToLastUntilRoutersTakeADirectorThatAnnouncesForGone() throws Exception {
        String announcing = """
                inventory: hosts.ini
                directors: [a, b]
                announce:
                  local_as: 65001
                  neighbors: {10.0.0.254: 65000}
                  hold_time: 6s
                  bfd: {interval: 300ms, multiplier: 5}
                services:
                  web: {vip: 10.99.0.9, port: 80, forward: dr, real_servers: {c: 1}, check: {tcp: {delay: 3s}}}
                """;
        String inventory = """
                a ansible_host=10.0.0.1
                b ansible_host=10.0.0.2
                c ansible_host=10.0.0.3
                """;

        assertThat(read(announcing, inventory).verification().failover()).isEqualTo(Duration.ofSeconds(2));
        assertThat(read(announcing.replaceAll("(?m)^ +bfd: .*\n", ""), inventory)
                        .verification()
                        .failover())
                .isEqualTo(Duration.ofMillis(6500));
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

    private static Check.Connect connect(Duration timeout) {
        return new Check.Connect(timeout, Optional.empty(), Optional.empty());
    }
}
