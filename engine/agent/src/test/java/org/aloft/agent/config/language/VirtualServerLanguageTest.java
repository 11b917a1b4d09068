package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.LvsMethodBlock;
import org.aloft.agent.config.LvsMethodBlock.Checksum;
import org.aloft.agent.config.LvsMethodBlock.Forwarding;
import org.aloft.agent.config.LvsMethodBlock.Tunnel;
import org.aloft.agent.config.LvsMethodBlock.TunnelType;
import org.aloft.agent.config.PersistenceBlock;
import org.aloft.agent.config.QuorumBlock;
import org.aloft.agent.config.RealServerBlock;
import org.aloft.agent.config.SchedulingBlock.Flag;
import org.aloft.agent.config.SorryServerBlock;
import org.aloft.agent.config.VirtualServerBlock;
import org.aloft.agent.config.VirtualServerGroupBlock;
import org.aloft.agent.config.VirtualServerTarget;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code virtual_server}, {@code virtual_server_group} and {@code real_server}, but for the checks. */
class VirtualServerLanguageTest {
    private static final String REAL = "real_server 192.0.2.20 80 {\n}\n";

    @TempDir
    Path folder;

    private Configuration parse(String text) throws Exception {
        return ConfigurationReader.read(Files.writeString(folder.resolve("test.conf"), text));
    }

    private VirtualServerBlock server(String text) throws Exception {
        return parse(text).virtualServers().get(0);
    }

    private List<String> warnings(String text) throws Exception {
        return parse(text).warnings().stream().map(Problem::message).toList();
    }

    private List<String> errors(String text) {
        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, () -> parse(text));
        assertThat(refused).as("the file is refused").isNotNull();
        return refused.problems().stream().map(Problem::message).toList();
    }

    private static String tcp(String... lines) {
        return "virtual_server 192.0.2.10 80 {\nprotocol TCP\n" + REAL + String.join("\n", lines) + "\n}\n";
    }

    @Test
    void shouldReadEveryWordThatIsNotADefault() throws Exception {
        VirtualServerBlock server = server("""
                virtual_server 2001:db8::10 443 {
                    lvs_sched mh
                    mh-port
                    flag-3
                    lvs_method TUN type gue port 6080 remcsum
                    protocol SCTP
                    persistence_engine sip
                    persistence_timeout 50
                    persistence_granularity 64
                    ha_suspend
                    omega
                    smtp_alert no
                    weight 3
                    quorum 5
                    hysteresis 2
                    quorum_up "/bin/up one 'two three'" nobody
                    quorum_down /bin/down
                    sorry_server 2001:db8::99
                    sorry_server_inhibit
                    sorry_server_lvs_method NAT
                    real_server 2001:db8::20 443 {
                        lvs_method DR
                        uthreshold 100
                        lthreshold 50
                        notify_up /bin/rs-up
                        notify_down /bin/rs-down nobody nogroup
                        smtp_alert
                    }
                    real_server 192.0.2.20 443 {
                        weight 2147483
                    }
                }
                """);
        assertThat(server.target()).hasToString("2001:db8:0:0:0:0:0:10 443");
        assertThat(server.scheduling().scheduler()).isEqualTo("mh");
        assertThat(server.scheduling().flags()).containsExactlyInAnyOrder(Flag.FLAG_2, Flag.FLAG_3);
        assertThat(server.protocol()).isEqualTo(VirtualServerBlock.Protocol.SCTP);
        assertThat(server.persistence())
                .contains(new PersistenceBlock(Duration.ofSeconds(50), Optional.of(64), Optional.of("sip")));
        assertThat(server.haSuspend()).isTrue();
        QuorumBlock quorum = server.quorum();
        assertThat(quorum.least()).isEqualTo(5);
        assertThat(quorum.hysteresis()).isEqualTo(2);
        assertThat(quorum.omega()).isTrue();
        assertThat(quorum.smtpAlert()).contains(false);
        assertThat(quorum.up().orElseThrow().command()).containsExactly("/bin/up", "one", "two three");
        assertThat(quorum.up().orElseThrow().account()).hasToString("Optional[nobody]");
        assertThat(quorum.down().orElseThrow()).hasToString("/bin/down");
        SorryServerBlock sorry = server.sorryServer().orElseThrow();
        assertThat(sorry.endpoint().getPort()).isZero();
        assertThat(sorry.inhibit()).isTrue();
        assertThat(sorry.method()).isEqualTo(LvsMethodBlock.NAT);
        RealServerBlock direct = server.realServers().get(0);
        assertThat(direct.weight()).isEqualTo(3);
        assertThat(direct.method().forwarding()).isEqualTo(Forwarding.DR);
        assertThat(direct.upperThreshold()).isEqualTo(100);
        assertThat(direct.lowerThreshold()).isEqualTo(50);
        assertThat(direct.notices().up().orElseThrow()).hasToString("/bin/rs-up");
        assertThat(direct.notices().down().orElseThrow()).hasToString("/bin/rs-down as nobody nogroup");
        assertThat(direct.notices().smtpAlert()).contains(true);
        RealServerBlock tunnelled = server.realServers().get(1); // of the other family, which a tunnel allows
        assertThat(tunnelled.weight()).isEqualTo(2_147_483);
        assertThat(tunnelled.method())
                .isEqualTo(new LvsMethodBlock(Forwarding.TUN, new Tunnel(TunnelType.GUE, 6080, Checksum.REMCSUM)));
    }

    @Test
    void shouldBalanceMarkedPacketsOfTheFamilyOfTheRealServers() throws Exception {
        assertThat(server("virtual_server fwmark 4294967295 {\n" + REAL + "}\n").target())
                .isEqualTo(new VirtualServerTarget.FirewallMark(-1, false));
        assertThat(server("virtual_server fwmark 7 {\nreal_server 2001:db8::1 80 {\n}\n}\n")
                        .target())
                .isEqualTo(new VirtualServerTarget.FirewallMark(7, true));
        assertThat(server("virtual_server fwmark 7 {\nip_family inet6\nlvs_method TUN\n" + REAL + "}\n")
                        .target())
                .isEqualTo(new VirtualServerTarget.FirewallMark(7, true));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "192.0.2.8-10 80,            192.0.2.8 192.0.2.9 192.0.2.10",
        "192.0.2.254-192.0.3.1 80,   192.0.2.254 192.0.2.255 192.0.3.0 192.0.3.1",
        "192.0.2.8/30 80,            192.0.2.8 192.0.2.9 192.0.2.10 192.0.2.11",
        "192.0.2.8 80,               192.0.2.8",
        "2001:db8::fe-100 80,        2001:db8:0:0:0:0:0:fe 2001:db8:0:0:0:0:0:ff 2001:db8:0:0:0:0:0:100",
        "2001:db8::ff:fffe-2001:db8::100:0 80, 2001:db8:0:0:0:0:ff:fffe 2001:db8:0:0:0:0:ff:ffff 2001:db8:0:0:0:0:100:0",
        "255.255.255.254-255 80,     255.255.255.254 255.255.255.255",
        "0.0.0.1-2 80,               0.0.0.1 0.0.0.2",
    })
    void shouldCountThroughTheRangesOfAGroup(String line, String addresses) throws Exception {
        VirtualServerGroupBlock group = parse("virtual_server_group web {\n" + line + "\nfwmark 7 inet6\n}\n")
                .virtualServerGroups()
                .get(0);
        VirtualServerGroupBlock.Range range =
                (VirtualServerGroupBlock.Range) group.lines().get(0);
        assertThat(range.port()).isEqualTo(80);
        assertThat(range.addresses().stream().map(address -> address.getHostAddress()))
                .containsExactlyElementsOf(Stream.of(addresses.split(" ")).toList());
        assertThat(group.lines().get(1)).isEqualTo(new VirtualServerGroupBlock.Mark(7, Optional.of(true)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.10-8 80           | a range must go up",
                "192.0.2.8/29x 80          | prefix length must be 0..32",
                "192.0.2.9/29 80           | the address must be the first of its range",
                "10.0.0.0/8 80             | too many addresses",
                "192.0.2.8-2001:db8::1 80  | a range must go up",
                "fwmark 0                  | a firewall mark must be 1..4294967295",
                "192.0.2.8 65536           | must be a whole number 0..65535",
            })
    void shouldRefuseAGroupWithAWayOut(String line, String message) {
        assertThat(errors("virtual_server_group web {\n" + line + "\n}\n"))
                .anySatisfy(error -> assertThat(error).contains(message));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "lvs_method TUN gue                  | TUN may be followed by type ipip",
                "lvs_method TUN type gue             | a gue tunnel needs port NUM",
                "lvs_method TUN type gre port 9      | a gue tunnel needs port NUM, and no other has one",
                "lvs_method TUN type ipip csum       | a tunnel of type ipip has no csum",
                "lvs_method TUN type gre remcsum     | a tunnel of type gre has no remcsum",
                "lvs_method LOCAL                    | lvs_method must be one of NAT | DR | TUN",
                "persistence_granularity 255.0.255.0 | must be a netmask, ones and then zeros",
                "persistence_granularity 64          | must be a netmask such as 255.255.255.0 for IPv4",
                "persistence_engine sup              | did you mean sip?",
                "quorum 0                            | quorum must be a whole number 1..",
                "lvs_sched wr                        | did you mean rr?",
                "hysteresys 1                        | did you mean hysteresis?",
            })
    void shouldRefuseAVirtualServerWithAWayOut(String line, String message) {
        assertThat(errors(tcp(line))).anySatisfy(error -> assertThat(error).contains(message));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "sh-port                     | sh-port is for the scheduler sh, and this one is wlc",
                "ops                         | ops needs protocol UDP",
                "hashed                      | hashed does nothing here",
                "snmp_name web               | snmp_name does nothing here",
                "quorum 9                    | quorum 9 is more than all real servers weigh: taken as 1",
                "hysteresis 1                | hysteresis 1 must be less than quorum: taken as 0",
                "sorry_server_inhibit        | says how to use a sorry_server and names none",
                "sorry_server 2001:db8::1 80 | is of the other address family",
                "real_server 2001:db8::1 80 { } | is of the other address family",
                "real_server 192.0.2.20 80 { }  | stands twice: the second is passed over",
            })
    void shouldCorrectWhatKeepalivedCorrectsAndSaySo(String line, String message) throws Exception {
        assertThat(warnings(tcp(line.replace("{ }", "{\n}"))))
                .singleElement()
                .asString()
                .contains(message);
        assertThat(server(tcp(line.replace("{ }", "{\n}"))).realServers()).hasSize(1);
    }

    @Test
    void shouldRefuseThresholdsThatTheKernelWouldRefuse() {
        assertThat(errors(tcp("real_server 192.0.2.30 80 {\nuthreshold 5\nlthreshold 6\n}")))
                .singleElement()
                .asString()
                .contains("lthreshold must not be more than uthreshold");
    }

    @Test
    void shouldGiveRealServersTheVirtualPortWhereNoPortIsRewritten() throws Exception {
        String file = """
                virtual_server 192.0.2.10 80 {
                    protocol TCP
                    lvs_method DR
                    real_server 192.0.2.20 8080 {
                    }
                    sorry_server 192.0.2.99
                }
                """;
        assertThat(warnings(file)).singleElement().asString().contains("DR changes no ports: taken as 80");
        assertThat(server(file).realServers().get(0).endpoint().getPort()).isEqualTo(80);
        assertThat(server(file).sorryServer().orElseThrow().endpoint().getPort())
                .isEqualTo(80);
    }

    @Test
    void shouldReadPortZeroAsNoPort() throws Exception {
        String every =
                "virtual_server 192.0.2.10 0 {\nprotocol TCP\npersistence_timeout 9\nreal_server 192.0.2.20 0 {\n}\n}\n";
        assertThat(server(every).target()).hasToString("192.0.2.10 0");
        assertThat(server(every).realServers().get(0).endpoint().getPort()).isZero();
        String one = "virtual_server 192.0.2.10 80 {\nprotocol TCP\nreal_server 192.0.2.20 0 {\n}\n}\n";
        assertThat(server(one).realServers().get(0).endpoint().getPort()).isEqualTo(80);
    }

    @Test
    void shouldTakeUdpWhereNoProtocolIsSaidAndSaySo() throws Exception {
        String file = "virtual_server 192.0.2.10 80 {\n" + REAL + "}\n";
        assertThat(server(file).protocol()).isEqualTo(VirtualServerBlock.Protocol.UDP);
        assertThat(warnings(file)).singleElement().asString().contains("names no protocol: taken as UDP");
    }

    @Test
    void shouldMakeAServiceOfEveryPortPersistentBecauseTheKernelHasNoOther() throws Exception {
        String file = "virtual_server 192.0.2.10 {\nprotocol TCP\n" + REAL + "}\n";
        assertThat(server(file).persistence().orElseThrow().timeout()).isEqualTo(Duration.ofMinutes(6));
        assertThat(warnings(file)).singleElement().asString().contains("every port");
    }

    @Test
    void shouldPassOverAVirtualServerWithoutRealServers() throws Exception {
        String file = "virtual_server 192.0.2.10 80 {\n}\n";
        assertThat(parse(file).virtualServers()).isEmpty();
        assertThat(warnings(file)).singleElement().asString().contains("has no real server: passed over");
    }

    @Test
    void shouldRefuseWhatClashesBetweenVirtualServersAndGroups() {
        String group = "virtual_server_group web {\n192.0.2.10-12 80\n}\n";
        assertThat(errors(group + tcp() + "virtual_server group web {\nprotocol TCP\n" + REAL + "}\n"))
                .singleElement()
                .asString()
                .isEqualTo("virtual_server 192.0.2.10 80 TCP stands twice, first in the block at line 4; keep one");
        assertThat(errors(group + "virtual_server group wab {\nprotocol TCP\n" + REAL + "}\n"))
                .singleElement()
                .asString()
                .isEqualTo("there is no virtual_server_group wab; did you mean web?");
        assertThat(errors("virtual_server_group web {\n2001:db8::1 80\n}\nvirtual_server group web {\nprotocol TCP\n"
                        + REAL + "}\n"))
                .singleElement()
                .asString()
                .contains("not of the address family of the real servers");
        assertThat(errors(group + group))
                .singleElement()
                .asString()
                .contains("stands twice, first in the block at line 1");
        assertThat(errors("virtual_server_group web {\n}\n"))
                .singleElement()
                .asString()
                .contains("has no address");
    }
}
