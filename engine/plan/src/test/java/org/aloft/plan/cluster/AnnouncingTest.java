package org.aloft.plan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aloft.lab.Packages;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.FirewallResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.plan.shell.Shell;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.model.MaskedText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Run with {@code -Daloft.golden=write} to write the golden frr.conf anew, then read the difference. */
class AnnouncingTest {
    private static final Path FRR_CONF = Path.of("src/test/resources/golden/frr.conf");

    private static final String ONE = "lo 198.51.100.10/32";
    private static final String BOTH = ONE + " 2001:db8:5::9/128";

    @TempDir
    private Path folder;

    private Wanted wanted;

    @BeforeEach
    void plan() throws Exception {
        Files.writeString(folder.resolve("hosts.ini"), """
                lvs1 ansible_host=192.0.2.11
                lvs2 ansible_host=192.0.2.12
                web1 ansible_host=192.0.2.21
                """);
        Path topology = Files.writeString(folder.resolve("topology.yml"), """
                inventory: hosts.ini
                instances:
                  INSIDE: {virtual_router_id: 7, interface: eth0, members: {lvs1: 100, lvs2: 90}, vips: [192.0.2.250]}
                directors: [lvs1, lvs2]
                announce:
                  local_as: 65001
                  neighbors: {192.0.2.1: 65000, 192.0.2.2: 4200000000, "2001:db8::1": 65000}
                  bfd: {interval: 100ms, multiplier: 4}
                  password: see-all
                  router_ids: {lvs2: 10.0.0.2}
                services:
                  web:
                    vip: 198.51.100.10
                    port: 80
                    forward: dr
                    scheduler: mh
                    real_servers: {web1: 1}
                    check: {tcp: {delay: 2s}}
                  tls:
                    vip: 198.51.100.10
                    port: 443
                    forward: dr
                    scheduler: mh
                    real_servers: {web1: 1}
                    check: {tcp: {delay: 2s}}
                  six:
                    vip: "2001:db8:5::9"
                    port: 80
                    forward: dr
                    scheduler: mh
                    real_servers: {"2001:db8::21": 1}
                    check: {tcp: {delay: 2s}}
                  inside:
                    vip: 192.0.2.250
                    port: 80
                    forward: dr
                    scheduler: mh
                    real_servers: {web1: 1}
                    check: {tcp: {delay: 2s}}
                """);
        AgentBundle bundle = new AgentBundle("0".repeat(12), "0".repeat(64), 0, "x86_64", Path.of("never-sent.tar.gz"));
        wanted = Wanted.of(new TopologyReader().read(topology), bundle, Templates.builtIn());
    }

    private MaskedText text(String path) {
        return wanted.on("lvs1").stream()
                .filter(resource -> resource.id().equals(FileResource.idOf(path)))
                .map(resource -> ((FileResource) resource).content())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldLetOnlyAnnouncedVipsOutAndNothingIn() throws Exception {
        String written = text("/etc/frr/frr.conf").reveal();
        if ("write".equals(System.getProperty("aloft.golden"))) {
            Files.writeString(FRR_CONF, written);
        }
        assertThat(written).isEqualTo(Files.readString(FRR_CONF));
    }

    @Test
    void shouldNotShowThePassword() {
        assertThat(text("/etc/frr/frr.conf").reveal()).contains(" password see-all\n");
        assertThat(text("/etc/frr/frr.conf").shown()).doesNotContain("see-all").contains(" password ");
    }

    @Test
    void shouldTakeTheIdentifierThatIsSaid() {
        assertThat(((FileResource) wanted.on("lvs2").stream()
                                .filter(resource -> resource.name().equals("/etc/frr/frr.conf"))
                                .findFirst()
                                .orElseThrow())
                        .content()
                        .reveal())
                .contains("bgp router-id 10.0.0.2\n");
    }

    @Test
    void shouldRunTheProgramForAnnouncedServicesAlone() {
        String configuration = text("/etc/aloft/aloftd.conf").reveal();
        assertThat(configuration)
                .contains(
                        "script_user root",
                        "    quorum_up \"/etc/aloft/announce up web\" root\n",
                        "    quorum_down \"/etc/aloft/announce down web\" root\n")
                .doesNotContain("announce up inside");
        assertThat(configuration.split("\n    alpha\n", -1)).hasSize(4);
    }

    @Test
    void shouldBeSilentInArpAndOpenForRouters() {
        assertThat(wanted.on("lvs1"))
                .extracting(Resource::id)
                .contains(SysctlResource.idOf("net.ipv4.conf.all.arp_ignore"));
        assertThat(wanted.on("lvs1"))
                .filteredOn(resource -> resource.kind() == FirewallResource.KIND)
                .extracting(Resource::name)
                .contains("179/tcp", "3784/udp", "vrrp");
        assertThat(wanted.on("web1")).noneMatch(resource -> resource.name().contains("frr"));
    }

    @Test
    void shouldStopAnnouncingBeforeTheAgentStops() {
        List<String> order =
                wanted.on("lvs1").stream().map(each -> each.id().toString()).toList();
        assertThat(order)
                .containsSubsequence(
                        "package:frr",
                        "file:/etc/frr/frr.conf",
                        "service:frr.service",
                        "service:aloftd.service",
                        "service:aloft-announce.service");
        assertThat(order.indexOf("file:/etc/aloft/announce")).isLessThan(order.indexOf("service:aloftd.service"));
    }

    /** In a network and with a /run of its own: what lo carries after each of these calls. */
    private List<String> onLo(String shell, String... told) throws Exception {
        Path program = Files.writeString(
                folder.resolve("announce"), text("/etc/aloft/announce").reveal().replace("sleep 1", ":"));
        StringBuilder script = new StringBuilder("mount -t tmpfs none /run && ip link set lo up || exit 1\n");
        for (String words : told) {
            script.append(shell)
                    .append(' ')
                    .append(program)
                    .append(' ')
                    .append(words)
                    .append(" || echo failed\nip -o address show dev lo scope global | {\n")
                    .append("line=\nwhile read -r _ _ _ vip _; do line=\"$line $vip\"; done; echo \"lo$line\"; }\n");
        }
        Shell.Outcome outcome = Shell.run(script.toString(), "unshare", "--map-root-user", "--mount", "--net", "sh");
        return outcome.output().lines().toList();
    }

    @ParameterizedTest
    @MethodSource("org.aloft.plan.shell.Shells#all")
    void shouldHaveAVipOnLoWhileAllItsServicesAreWell(String shell) throws Exception {
        assertThat(onLo(shell, "start", "down web", "up web", "up tls", "up tls", "up six", "down web", "up web"))
                .containsExactly("lo", "lo", "lo", ONE, ONE, BOTH, "lo 2001:db8:5::9/128", BOTH);
    }

    @ParameterizedTest
    @MethodSource("org.aloft.plan.shell.Shells#all")
    void shouldWithdrawWhenStoppedAndWhenTheAgentIsGone(String shell) throws Exception {
        assertThat(onLo(shell, "up web", "up tls", "stop", "up six", "start", "gone", "start", "up web", "up tls"))
                .containsExactly("lo", ONE, "lo", "lo", BOTH, "lo", "lo", "lo", ONE);
    }

    @Test
    void shouldTakeAwayWhatIsAnnouncedNoMore() throws Exception {
        String before = text("/etc/aloft/announce").reveal();
        Path other = Files.writeString(
                folder.resolve("other"), before.replace("198.51.100.10/32 web tls", "198.51.100.11/32 web"));
        assertThat(onLo("sh", "up web", "up tls", "up six; sh " + other + " reload"))
                .containsExactly("lo", ONE, "lo 198.51.100.11/32 2001:db8:5::9/128");
    }

    @Test
    void shouldPassShellcheck() throws Exception {
        Path program = Files.writeString(
                folder.resolve("announce"), text("/etc/aloft/announce").reveal());
        Packages.provide("shellcheck", "/usr/bin/shellcheck");
        Shell.Outcome outcome = Shell.run("shellcheck -s sh " + program, "sh");
        assertThat(outcome.output()).isEmpty();
    }
}
