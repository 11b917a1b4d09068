package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.Authentication;
import org.aloft.agent.config.Checksum;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.ElectionBlock;
import org.aloft.agent.config.IpFamily;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.UnicastPeer;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.WireBlock;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an instance speaks. What keepalived 2.2.7 makes of the same lines was seen with {@code keepalived -t}. */
class WireLanguageTest {
    private static String instance(String... lines) {
        return "vrrp_instance VI_1 {\ninterface eth0\nvirtual_router_id 10\nvirtual_ipaddress {\n192.0.2.10\n}\n"
                + String.join("\n", lines) + "\n}\n";
    }

    private static Configuration parse(String text) throws ConfigurationException {
        return ConfigurationReader.parse(
                "test.conf", text.getBytes(StandardCharsets.UTF_8), new Surroundings("lvs1.example", "lvs1"));
    }

    private static WireBlock wire(String... lines) throws ConfigurationException {
        return parse(instance(lines)).instances().get(0).wire();
    }

    private static List<String> warnings(String text) throws ConfigurationException {
        return parse(text).warnings().stream().map(Problem::message).toList();
    }

    private static InetAddress ip(String literal) {
        return IpLiteral.parse(literal).orElseThrow();
    }

    @Test
    void shouldUseKeepalivedsDefaults() throws ConfigurationException {
        assertThat(wire())
                .isEqualTo(new WireBlock(
                        IpFamily.IPV4,
                        2,
                        Duration.ofSeconds(1),
                        Optional.empty(),
                        WireBlock.Source.OF_INTERFACE,
                        new Transport.Multicast(ip("224.0.0.18")),
                        Checksum.PSEUDO_HEADER,
                        true,
                        false,
                        false));
    }

    @Test
    void shouldReadEveryLine() throws ConfigurationException {
        WireBlock wire = wire(
                "version 3",
                "advert_int 0.25",
                "unicast_src_ip 192.0.2.1",
                "track_src_ip",
                "mcast_dst_ip 224.0.0.19",
                "unicast_peer {",
                "192.0.2.2",
                "192.0.2.3 min_ttl 250 max_ttl 254",
                "192.0.2.2",
                "}",
                "unicast_ttl 64",
                "old_unicast_checksum",
                "skip_check_adv_addr yes");
        assertThat(wire)
                .isEqualTo(new WireBlock(
                        IpFamily.IPV4,
                        3,
                        Duration.ofMillis(250),
                        Optional.empty(),
                        new WireBlock.Source(Optional.of(ip("192.0.2.1")), true),
                        new Transport.Unicast(
                                ip("224.0.0.19"),
                                List.of(
                                        UnicastPeer.of(ip("192.0.2.2")),
                                        new UnicastPeer(ip("192.0.2.3"), Optional.of(250), Optional.of(254))),
                                64,
                                true),
                        Checksum.PSEUDO_HEADER_OF_GROUP,
                        true,
                        true,
                        false));
    }

    @Test
    void shouldTakeWhatGlobalDefinitionsSayUnlessTheInstanceSaysOtherwise() throws ConfigurationException {
        String global = """
                global_defs {
                    vrrp_version 3
                    vrrp_mcast_group4 224.0.0.20
                    vrrp_mcast_group6 ff02::13
                    vrrp_check_unicast_src
                    vrrp_skip_check_adv_addr
                    vrrp_strict
                }
                """;
        WireBlock wire = parse(global + instance()).instances().get(0).wire();
        assertThat(wire.version()).isEqualTo(3);
        assertThat(wire.transport()).isEqualTo(new Transport.Multicast(ip("224.0.0.20")));
        assertThat(wire.skipCheckAdvertAddresses()).isTrue();
        assertThat(wire.strict()).isTrue();

        WireBlock own = parse(global
                        + instance(
                                "version 2",
                                "strict_mode off",
                                "skip_check_adv_addr off",
                                "unicast_peer {\n192.0.2.2\n}"))
                .instances()
                .get(0)
                .wire();
        assertThat(own.version()).isEqualTo(2);
        assertThat(own.strict()).isFalse();
        assertThat(own.skipCheckAdvertAddresses()).isFalse();
        assertThat(own.transport())
                .isEqualTo(
                        new Transport.Unicast(ip("224.0.0.20"), List.of(UnicastPeer.of(ip("192.0.2.2"))), 255, true));
    }

    @Test
    void shouldTakeBackWhatTheRfcsDoNotKnowWhenStrict() throws ConfigurationException {
        String text = instance("strict_mode", "preempt_delay 5", "higher_prio_send_advert", "lower_prio_no_advert off");
        ElectionBlock election = parse(text).instances().get(0).election();
        assertThat(election.preemptDelay()).isZero();
        assertThat(election.higherPrioritySendAdvert()).isFalse();
        assertThat(election.lowerPriorityNoAdvert()).isTrue();
        assertThat(warnings(text))
                .anyMatch(line -> line.startsWith("preempt_delay does nothing here"))
                .anyMatch(line -> line.startsWith("higher_prio_send_advert does nothing here"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "strict_mode              | true  | true",
                "strict_mode;no_accept    | true  | false",
                "strict_mode;accept       | false | false",
                "strict_mode;priority 255 | false | false",
                "priority 100             | false | false",
            })
    void shouldSayThatVipsDoNotAnswerWhereTheyDoNot(String lines, boolean dropped, boolean warned)
            throws ConfigurationException {
        String text = instance(lines.split(";", -1));
        assertThat(parse(text).instances().get(0).holding().unaccepted().isEmpty())
                .isEqualTo(!dropped);
        assertThat(warnings(text).stream().anyMatch(line -> line.startsWith("strict_mode keeps packets from the VIPs")))
                .isEqualTo(warned);
    }

    private static String overIpv6(String... lines) {
        return instance(lines).replace("192.0.2.10", "fe80::10");
    }

    @Test
    void shouldSpeakVersion3OverIpv6() throws ConfigurationException {
        WireBlock wire = parse(overIpv6("version 2")).instances().get(0).wire();
        assertThat(wire.family()).isEqualTo(IpFamily.IPV6);
        assertThat(wire.version()).isEqualTo(3);
        assertThat(wire.transport()).isEqualTo(new Transport.Multicast(ip("ff02::12")));
        assertThat(warnings(overIpv6("version 2")))
                .containsExactly("IPv6 has VRRP version 3 only, which is used; write version 3");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"native_ipv6,IPV6", "mcast_src_ip fe80::1,IPV6", "mcast_src_ip 192.0.2.1,IPV4", "state BACKUP,IPV4"})
    void shouldLeaveVipsOfTheOtherFamilyOutOfAdvertsOnly(String line, IpFamily family) throws ConfigurationException {
        String text = instance(line).replace("192.0.2.10", "192.0.2.10/24\nfe80::10/64");
        VrrpInstanceBlock block = parse(text).instances().get(0);
        assertThat(block.wire().family()).isEqualTo(family);
        assertThat(block.holding().virtualAddresses())
                .singleElement()
                .satisfies(vip -> assertThat(family.has(vip.address())).isTrue());
        assertThat(block.holding().excluded()).hasSize(1);
        assertThat(warnings(text)).singleElement().asString().contains("does not stand in adverts, since these are");
    }

    @Test
    void shouldLeaveOutAuthenticationWhereTheProtocolHasNone() throws ConfigurationException {
        String block = "authentication {\nauth_type PASS\nauth_pass abc\n}";
        assertThat(wire(block).authentication()).contains(new Authentication("abc"));
        assertThat(wire("version 3", block).authentication()).isEmpty();
        assertThat(wire("strict_mode", block).authentication()).isEmpty();
        assertThat(warnings(instance("version 3", block)))
                .containsExactly("authentication does nothing here: VRRP version 3 has none;"
                        + " remove this block on every member");
    }

    @ParameterizedTest(name = "version {0}, advert_int {1}")
    @CsvSource({"2,0.4,1000", "2,0.5,1000", "2,2.5,3000", "3,0.125,130", "3,0.014,10", "3,50.5,40950"})
    void shouldRoundTheIntervalAsKeepalivedDoesAndSaySo(int version, String written, int millis)
            throws ConfigurationException {
        assertThat(wire("version " + version, "advert_int " + written).advertInterval())
                .isEqualTo(Duration.ofMillis(millis));
        assertThat(warnings(instance("version " + version, "advert_int " + written)))
                .singleElement()
                .asString()
                .startsWith("advert_int is taken as ");
    }

    @Test
    void shouldStayWithMulticastWithoutPeersUnlessThatIsAFault() throws ConfigurationException {
        assertThat(wire("unicast_peer {\n}").transport()).isInstanceOf(Transport.Multicast.class);
        assertThat(wire("unicast_peer {\n}", "unicast_fault_no_peer").transport())
                .isEqualTo(new Transport.Unicast(ip("224.0.0.18"), List.of(), 255, false));
    }

    @Test
    void shouldSendChecksumsAsToldAndLearnOldOnesUnlessTold() throws ConfigurationException {
        assertThat(wire("v3_checksum_as_v2").checksum()).isEqualTo(Checksum.MESSAGE);
        assertThat(wire("v3_checksum_as_v2 off").checksum()).isEqualTo(Checksum.PSEUDO_HEADER);
        assertThat(wire("old_unicast_checksum never").checksum()).isEqualTo(Checksum.PSEUDO_HEADER);
        assertThat(wire("old_unicast_checksum never").learnChecksum()).isFalse();
    }

    @Test
    void shouldAllowOneRouterIdOncePerFamilyAndGroup() throws ConfigurationException {
        String second =
                instance("mcast_dst_ip 224.0.0.19").replace("VI_1", "VI_2").replace("192.0.2.10", "192.0.2.11");
        assertThat(parse(instance() + second).instances()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "unicast_peer {;fd00::1;}       | the unicast peer must be IPv4 as the VIPs are: fd00:0:0:0:0:0:0:1",
                "unicast_peer {;224.0.0.18;}    | a unicast peer must not be a multicast address: 224.0.0.18",
                "unicast_peer {;192.0.2.2 min_ttl 300;} | min_ttl must be a whole number 0..255: min_ttl 300",
                "unicast_src_ip 192.0.2.1;unicast_peer {;192.0.2.1;} | is this router's own unicast_src_ip",
                "unicast_peer {;here;}          | not an IP address (four numbers 0..255 with dots, or IPv6): here",
                "strict_mode;unicast_peer {;192.0.2.2;} | the RFCs know multicast only, and strict_mode is on",
                "mcast_dst_ip 192.0.2.1         | mcast_dst_ip must be a multicast address",
                "mcast_dst_ip ff02::12          | mcast_dst_ip must be IPv4 as the VIPs are: ff02:0:0:0:0:0:0:12",
                "native_ipv6;mcast_src_ip 192.0.2.1 | the source address must be IPv6 as the VIPs are: 192.0.2.1",
                "authentication {;auth_type AH;auth_pass abc;} | AH is refused, since aloftd has no IPsec: write PASS on every member",
                "vrf red                        | vrf is not supported: aloftd speaks on the instance's interface",
            })
    void shouldRefuseWithAWayOut(String lines, String message) {
        String text = instance(lines.split(";"));
        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, () -> parse(text));
        assertThat(refused).as("the file is refused").isNotNull();
        assertThat(refused.problems())
                .anySatisfy(problem -> assertThat(problem.message()).contains(message));
    }
}
