package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.aloft.agent.config.Authentication;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.CheckPace;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.GratuitousArp;
import org.aloft.agent.config.LvsMethodBlock;
import org.aloft.agent.config.RealServerBlock;
import org.aloft.agent.config.TcpCheckBlock;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VirtualServerBlock;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.WireBlock;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationReaderTest {
    private static final String MINIMAL = """
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 10
                virtual_ipaddress {
                    192.0.2.10
                }
            }
            virtual_server 192.0.2.10 80 {
                real_server 192.0.2.20 80 {
                    TCP_CHECK {
                    }
                }
            }
            """;

    private static Configuration parse(String text) throws ConfigurationException {
        return ConfigurationReader.parse(
                "test.conf", text.getBytes(StandardCharsets.UTF_8), new Surroundings("lvs1.example", "lvs1"));
    }

    private static List<String> errors(String text) {
        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, () -> parse(text));
        assertThat(refused).as("the file is refused").isNotNull();
        return refused.problems().stream().map(Problem::toString).toList();
    }

    private static String instance(String... lines) {
        return "vrrp_instance VI_1 {\ninterface eth0\nvirtual_router_id 10\nvirtual_ipaddress {\n192.0.2.10\n}\n"
                + String.join("\n", lines) + "\n}\n";
    }

    private static String server(String... lines) {
        return "virtual_server 192.0.2.10 80 {\n" + String.join("\n", lines) + "\n}\n";
    }

    @Test
    void shouldUseKeepalivedsDefaults() throws ConfigurationException {
        Configuration configuration = parse(MINIMAL);
        VrrpInstanceBlock instance = configuration.instances().get(0);
        assertThat(instance.name()).isEqualTo("VI_1");
        assertThat(instance.election().priority()).isEqualTo(100);
        assertThat(instance.wire().version()).isEqualTo(2);
        assertThat(instance.wire().advertInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(instance.wire().authentication()).isEmpty();
        assertThat(instance.election().preempt()).isTrue();
        assertThat(instance.election().preemptDelay()).isZero();
        assertThat(instance.gratuitousArp()).isEqualTo(new GratuitousArp(5, Duration.ofSeconds(5), Duration.ZERO, 1));
        assertThat(instance.wire().source()).isEqualTo(WireBlock.Source.OF_INTERFACE);
        VirtualAddress vip = instance.holding().virtualAddresses().get(0);
        assertThat(vip.toString()).isEqualTo("192.0.2.10/32 dev eth0");
        assertThat(vip.scope()).isEqualTo("global");
        assertThat(vip.label()).isEmpty();
        assertThat(vip.broadcast()).isEmpty();
        VirtualServerBlock server = configuration.virtualServers().get(0);
        assertThat(server.scheduling().scheduler()).isEqualTo("wlc");
        assertThat(server.protocol()).isEqualTo(VirtualServerBlock.Protocol.UDP);
        assertThat(server.persistence()).isEmpty();
        assertThat(server.quorum().least()).isEqualTo(1);
        assertThat(server.sorryServer()).isEmpty();
        RealServerBlock real = server.realServers().get(0);
        assertThat(real.method()).isEqualTo(LvsMethodBlock.NAT);
        assertThat(real.weight()).isEqualTo(1);
        assertThat(real.inhibitOnFailure()).isFalse();
        assertThat(real.checks())
                .containsExactly(new TcpCheckBlock(CheckConnection.to(real.endpoint()), CheckPace.byDefault()));
    }

    @Test
    void shouldReadEveryKeywordOfAnInstance() throws ConfigurationException {
        VrrpInstanceBlock instance = parse("""
                vrrp_instance "VI 1" {   # a name with a space
                    state BACKUP
                    interface ens33
                    virtual_router_id 51
                    priority 90
                    advert_int 2         ! both marks start comments
                    version 2
                    authentication {
                        auth_type PASS
                        auth_pass "ab c"
                    }
                    virtual_ipaddress {
                        192.0.2.10/24 brd 192.0.2.255 dev ens34 scope link label ens34:1
                        192.0.2.11
                    }
                    nopreempt
                    preempt_delay 1.5
                    garp_master_delay 0
                    garp_master_repeat 2
                    garp_master_refresh 60
                    garp_master_refresh_repeat 3
                    mcast_src_ip 192.0.2.1
                }
                """).instances().get(0);
        assertThat(instance.name()).isEqualTo("VI 1");
        assertThat(instance.networkInterface()).isEqualTo("ens33");
        assertThat(instance.virtualRouterId()).isEqualTo(51);
        assertThat(instance.election().priority()).isEqualTo(90);
        assertThat(instance.wire().advertInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(instance.wire().authentication()).contains(new Authentication("ab c"));
        assertThat(instance.election().preempt()).isFalse();
        assertThat(instance.election().preemptDelay()).isEqualTo(Duration.ofMillis(1500));
        assertThat(instance.gratuitousArp())
                .isEqualTo(new GratuitousArp(2, Duration.ZERO, Duration.ofMinutes(1), 3)
                        .withLowerPriority(5, Duration.ofSeconds(5)));
        assertThat(instance.wire().source().address().orElseThrow().getHostAddress())
                .isEqualTo("192.0.2.1");
        VirtualAddress vip = instance.holding().virtualAddresses().get(0);
        assertThat(vip.toString()).isEqualTo("192.0.2.10/24 dev ens34");
        assertThat(vip.broadcast().orElseThrow().getHostAddress()).isEqualTo("192.0.2.255");
        assertThat(vip.scope()).isEqualTo("link");
        assertThat(vip.label()).contains("ens34:1");
        assertThat(instance.holding().virtualAddresses().get(1).toString()).isEqualTo("192.0.2.11/32 dev ens33");
    }

    @Test
    void shouldReadEveryKeywordOfAVirtualServer() throws ConfigurationException {
        VirtualServerBlock server = parse("""
                virtual_server 192.0.2.10 443
                {
                    real_server 192.0.2.20 8443 {
                        weight 3
                        inhibit_on_failure
                        TCP_CHECK {
                            connect_ip 192.0.2.99
                            connect_port 81
                            connect_timeout 3
                            retry 4
                            delay_before_retry 0.5
                        }
                    }
                    delay_loop 6
                    lb_algo wrr
                    lb_kind nat
                    protocol UDP
                    persistence_timeout
                    quorum 2
                    sorry_server 192.0.2.30 80
                }
                """).virtualServers().get(0);
        assertThat(server.target()).hasToString("192.0.2.10 443");
        assertThat(server.scheduling().scheduler()).isEqualTo("wrr");
        assertThat(server.protocol()).isEqualTo(VirtualServerBlock.Protocol.UDP);
        assertThat(server.persistence().orElseThrow().timeout()).isEqualTo(Duration.ofMinutes(6));
        assertThat(server.quorum().least()).isEqualTo(2);
        assertThat(server.sorryServer().orElseThrow().endpoint().getPort()).isEqualTo(80);
        RealServerBlock real = server.realServers().get(0);
        assertThat(real.weight()).isEqualTo(3);
        assertThat(real.inhibitOnFailure()).isTrue();
        TcpCheckBlock check = (TcpCheckBlock) real.checks().get(0);
        assertThat(check.connection().target().toString())
                .contains("192.0.2.99")
                .endsWith(":81");
        assertThat(check.connection().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(check.pace().retries()).isEqualTo(4);
        assertThat(check.pace().delayBeforeRetry()).isEqualTo(Duration.ofMillis(500));
        assertThat(check.pace().delayLoop()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void shouldApplyGlobalDefaultsWhereverTheyStand() throws ConfigurationException {
        VrrpInstanceBlock instance = parse(instance() + """
                global_defs {
                    router_id lvs1
                    vrrp_version 3
                    vrrp_garp_master_delay 1
                    vrrp_garp_master_repeat 2
                    vrrp_garp_master_refresh 3
                    vrrp_garp_master_refresh_repeat 4
                    vrrp_strict off
                    vrrp_skip_check_adv_addr
                    script_user nobody nogroup
                    enable_script_security
                }
                """).instances().get(0);
        assertThat(instance.wire().version()).isEqualTo(3);
        assertThat(instance.gratuitousArp())
                .isEqualTo(new GratuitousArp(2, Duration.ofSeconds(1), Duration.ofSeconds(3), 4));
    }

    @Test
    void shouldReportEveryMistakeInOneGoInTheOrderOfTheFile() {
        assertThat(errors("""
                vrrp_instance VI_1 {
                    interfce eth0
                    priority 300
                    virtual_ipaddress {
                        192.0.2.256
                    }
                }
                """))
                .containsExactly(
                        "test.conf:1:1: vrrp_instance VI_1 needs a virtual_router_id 1..255; add it, the same on every member",
                        "test.conf:2:5: unknown keyword in vrrp_instance: interfce; did you mean interface?",
                        "test.conf:3:14: priority must be a whole number 1..255: priority 300",
                        "test.conf:5:9: not an IP address (four numbers 0..255 with dots, or IPv6): 192.0.2.256");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "frobnicate yes                | unknown keyword in vrrp_instance: frobnicate; this version of aloftd understands here: interface, virtual_router_id",
                "priority ten                  | priority must be a whole number 1..255: priority ten",
                "priority                      | priority needs a whole number 1..255",
                "priority 1 2                  | priority has a value too many: 2; remove it",
                "priority { }                  | priority takes no block: remove the braces",
                "advert_int 0                  | advert_int must be 0.01..255 seconds: advert_int 0",
                "state MASTRE                  | state must be one of MASTER",
                "mcast_src_ip eth0             | not an IP address (four numbers 0..255 with dots, or IPv6)",
                "authentication                | authentication needs a block: write { … } after it",
                "preempt_delay 1001            | preempt_delay must be 0..1000 seconds: preempt_delay 1001",
            })
    void shouldRefuseWithAWayOut(String line, String message) {

        assertThat(errors(instance(line))).anySatisfy(error -> assertThat(error).contains(message));
    }

    @Test
    void shouldSayWhereAQuoteOrABraceIsLeftOpen() {
        assertThat(errors("global_defs {\n  router_id \"lvs1\n}\n"))
                .containsExactly("test.conf:2:13: this quote is never closed on its line; add the closing \"");
        assertThat(errors("global_defs {\n"))
                .containsExactly("test.conf:1:13: this { is never closed; add the closing }");
        assertThat(errors("}\n")).containsExactly("test.conf:1:1: this } closes nothing; remove it");
    }

    @Test
    void shouldRefuseWhatClashesBetweenBlocks() {
        assertThat(errors(instance() + instance()))
                .containsExactly(
                        "test.conf:9:1: vrrp_instance VI_1 stands twice, first in the block at line 1; keep one",
                        "test.conf:9:1: virtual_router_id 10 on eth0 stands twice, first in the block at line 1; keep one",
                        "test.conf:9:1: the VIP 192.0.2.10 stands twice, first in the block at line 1; keep one");
    }

    @ParameterizedTest(name = "{0} on {1} and {2} with {3}")
    @CsvSource({
        "fe80::1, eth0, eth1, '', true",
        "fe80::1, eth0, eth0, '', false",
        "192.0.2.10, eth0, eth1, '', true",
        "192.0.2.10, eth0, eth0, '', false",
        "fe80::1, eth0, eth1, use_vmac, true",
        "fe80::1, eth0, eth0, use_vmac, false",
    })
    void shouldTakeAVipOncePerInterface(String vip, String first, String second, String more, boolean fine) {
        String block = "vrrp_instance %s {\ninterface %s\nvirtual_router_id %s\nvirtual_ipaddress {\n%s\n}\n%s\n}\n";
        String text = block.formatted("A", first, 1, vip, more) + block.formatted("B", second, 2, vip, more);
        if (fine) {
            assertThatCode(() -> parse(text)).doesNotThrowAnyException();
        } else {
            assertThat(errors(text))
                    .singleElement()
                    .asString()
                    .endsWith("stands twice, first in the block at line 1; keep one");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "unicast_peer { <NL> }                            | unicast_peer is empty, so adverts go to 224.0.0.18 by multicast",
                "unicast_peer { <NL> } <NL> unicast_fault_no_peer |",
                "unicast_peer { <NL> 192.0.2.2 <NL> }             |",
            })
    void shouldWarnOfPeersThatNobodyFilledIn(String lines, String warning) throws ConfigurationException {
        List<String> warnings = parse(instance(lines.replace("<NL>", "\n"))).warnings().stream()
                .map(Problem::message)
                .toList();
        assertThat(warnings).hasSize(warning == null ? 0 : 1).allMatch(said -> said.startsWith(warning));
    }

    @Test
    void shouldCutLongPasswordsAsKeepalivedDoesAndNeverShowThem() throws ConfigurationException {
        Configuration configuration = parse(instance("authentication {\nauth_type PASS\nauth_pass secret-word\n}"));
        assertThat(configuration.instances().get(0).wire().authentication()).contains(new Authentication("secret-w"));
        assertThat(configuration.warnings()).singleElement().asString().contains("only the first 8 are used");
        assertThat(configuration.toString()).doesNotContain("secret");
    }

    @Test
    void shouldIgnoreNopreemptBesideStateMasterWithAWarning() throws ConfigurationException {
        Configuration configuration = parse(instance("state MASTER", "nopreempt"));
        assertThat(configuration.instances().get(0).election().preempt()).isTrue();
        assertThat(configuration.warnings()).singleElement().asString().contains("nopreempt is ignored");
    }

    @Test
    void shouldSuggestTheSchedulerThatWasMeant() {
        assertThat(errors(server("lb_algo wr")).stream().collect(Collectors.joining()))
                .contains("did you mean rr?");
    }

    @Test
    void shouldTreatAMissingFileAsAnError(@TempDir Path folder) {
        assertThatThrownBy(() -> ConfigurationReader.read(folder.resolve("none.conf")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none.conf:1:1: there is no such file; name another with -f FILE");
    }
}
