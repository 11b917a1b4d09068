package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
import org.aloft.topology.problem.TopologyException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cluster that the README starts with: {@code inventories/lvs-dr}. */
class ExampleClusterTest {
    private static final Path TOPOLOGY = Path.of("../../inventories/lvs-dr/topology.yml");

    private static Topology topology;

    @BeforeAll
    static void read() throws TopologyException {
        topology = new TopologyReader().read(TOPOLOGY);
    }

    @Test
    void shouldKnowEveryHostThatTheTopologyTouches() {
        assertThat(topology.hosts().keySet()).containsExactly("lvs1", "lvs2", "web1", "web2", "client");
        Host web2 = topology.hosts().get("web2");
        assertThat(web2.address()).isEqualTo("192.168.100.222");
        assertThat(web2.connection().user()).contains("root");
        assertThat(web2.connection().port()).isEqualTo(22);
        assertThat(web2.connection().hostKeyChecking()).isEqualTo(ConnectionSettings.HostKeyChecking.STRICT);
    }

    @Test
    void shouldReadTheInstance() {
        VrrpInstance instance = topology.instances().get(0);
        assertThat(instance.name()).isEqualTo("VI_1");
        assertThat(instance.virtualRouterId()).isEqualTo(new VirtualRouterId(10));
        assertThat(instance.networkInterface("lvs2")).isEqualTo("ens33");
        assertThat(instance.members()).containsEntry("lvs1", new Priority(100)).containsEntry("lvs2", new Priority(90));
        assertThat(instance.vips()).hasToString("[192.168.100.10/32]");
        assertThat(instance.advertInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(instance.version()).isEqualTo(2);
        assertThat(instance.preempt()).isTrue();
        assertThat(instance.password()).contains(new Secret("abc123"));
        assertThat(topology.agent()).isEqualTo(AgentKind.ALOFTD);
    }

    @Test
    void shouldResolveTheGroupOfRealServers() throws Exception {
        VirtualService service = topology.services().get(0);
        assertThat(service.realServers())
                .containsExactly(
                        new VirtualService.RealServer("web1", InetAddress.getByName("192.168.100.200"), 80, 1),
                        new VirtualService.RealServer("web2", InetAddress.getByName("192.168.100.222"), 80, 1));
        assertThat(service.forwarding()).isEqualTo(VirtualService.Forwarding.DR);
        assertThat(service.scheduler()).isEqualTo("rr");
        assertThat(service.checks())
                .containsExactly(new Check.Tcp(
                        new Check.Connect(Duration.ofSeconds(3), Optional.empty(), Optional.empty()),
                        new Check.Pace(3, Duration.ofSeconds(1), Duration.ofSeconds(3), Optional.empty())));
        assertThat(topology.instanceOf(service)).contains(topology.instances().get(0));
    }

    @Test
    void shouldGiveEachWebServerAPageOfItsOwn() {
        HostSettings settings = topology.hostSettings().get("web1");
        assertThat(settings.packages()).containsExactly("nginx-light");
        assertThat(settings.services()).containsExactly("nginx");
        assertThat(settings.files())
                .containsEntry(
                        "/var/www/html/index.html", new HostSettings.FileContent(MaskedText.plain("web1\n"), 0644));
        assertThat(topology.hostSettings().keySet()).containsExactly("web1", "web2");
    }

    @Test
    void shouldReadTheBudgets() {
        assertThat(topology.verification())
                .isEqualTo(new Verification(
                        Optional.of("client"),
                        Optional.of("/"),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(12)));
    }

    @Test
    void shouldLetALaterInventoryAndExtraVariablesOverride(@TempDir Path folder) throws Exception {
        Path lab = Files.writeString(folder.resolve("lab.ini"), """
                [all:vars]
                ansible_ssh_private_key_file=/x/key
                ansible_ssh_common_args='-o ProxyCommand="nsenter --net=/run/netns/aloft-lab socat - TCP:%h:%p" \
                -o UserKnownHostsFile=/x/known_hosts -o StrictHostKeyChecking=yes'
                """);
        Topology inLab = new TopologyReader()
                .read(TOPOLOGY, List.of(lab), java.util.Map.of("ansible_user", "ops"), List.of())
                .topology();
        ConnectionSettings connection = inLab.hosts().get("lvs1").connection();
        assertThat(connection.proxyCommand()).contains("nsenter --net=/run/netns/aloft-lab socat - TCP:%h:%p");
        assertThat(connection.knownHostsFiles()).startsWith(Path.of("/x/known_hosts"));
        assertThat(connection.privateKeyFile()).contains(Path.of("/x/key"));
        assertThat(connection.user()).contains("ops");
    }
}
