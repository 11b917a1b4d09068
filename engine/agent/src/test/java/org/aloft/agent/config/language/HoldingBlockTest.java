package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.HoldingBlock;
import org.aloft.agent.config.StaticBlock;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.config.VirtualRoute;
import org.aloft.agent.config.VirtualRule;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Surroundings;
import org.aloft.agent.kernel.route.AddressFlag;
import org.aloft.agent.kernel.route.Route;
import org.aloft.agent.kernel.route.RouteMetric;
import org.aloft.agent.kernel.route.RoutingRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldingBlockTest {
    private static Configuration parse(String text) throws ConfigurationException {
        return ConfigurationReader.parse(
                "test.conf", text.getBytes(StandardCharsets.UTF_8), new Surroundings("lvs1.example", "lvs1"));
    }

    private static HoldingBlock holding(String lines) throws ConfigurationException {
        return parse(instance(lines)).instances().get(0).holding();
    }

    private static String instance(String lines) {
        return "vrrp_instance VI_1 {\ninterface eth0\nvirtual_router_id 10\n" + lines + "\n}\n";
    }

    private static VirtualAddress vip(String line) throws ConfigurationException {
        return holding("virtual_ipaddress {\n" + line + "\n}")
                .virtualAddresses()
                .get(0);
    }

    private static List<String> errors(String lines) {
        ConfigurationException refused =
                catchThrowableOfType(ConfigurationException.class, () -> parse(instance(lines)));
        assertThat(refused).as("the file is refused").isNotNull();
        return refused.problems().stream().map(Problem::toString).toList();
    }

    private static List<String> warnings(String lines) throws ConfigurationException {
        return parse(instance(lines)).warnings().stream().map(Problem::toString).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "virtual_ipaddress_excluded {\n192.0.2.10\n}",
                "virtual_ipaddress {\n}\nvirtual_ipaddress_excluded {\n192.0.2.10\n}",
                "version 2"
            })
    void shouldTakeAnInstanceOfVersion2WhoseAdvertsNameNoVip(String lines) throws ConfigurationException {
        assertThat(holding(lines).virtualAddresses()).isEmpty();
        assertThat(warnings(lines))
                .singleElement()
                .asString()
                .startsWith(
                        "test.conf:1:1: warning: vrrp_instance VI_1 has no virtual_ipaddress, so that its adverts name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version 3", "strict_mode on", "native_ipv6"})
    void shouldRefuseAnInstanceWithoutVipsThatVersion3OrStrictModeForbids(String word) {
        assertThat(errors(word + "\nvirtual_ipaddress_excluded {\n192.0.2.10\n}"))
                .contains("test.conf:1:1: vrrp_instance VI_1 has no VIP; add virtual_ipaddress { ADDRESS }");
    }

    @Test
    void shouldUseKeepalivedsDefaultsForAddresses() throws ConfigurationException {
        assertThat(vip("192.0.2.10")).satisfies(address -> {
            assertThat(address).hasToString("192.0.2.10/32 dev eth0");
            assertThat(address.flags()).isEmpty();
            assertThat(address.preferred()).isEmpty();
            assertThat(address.tracked()).isTrue();
        });
        assertThat(vip("2001:db8::10")).satisfies(address -> {
            assertThat(address.prefixLength()).isEqualTo(128);
            assertThat(address.flags()).containsExactly(AddressFlag.NO_DUPLICATE_DETECTION);
            assertThat(address.preferred()).as("deprecated").contains(Duration.ZERO);
        });
        assertThat(vip("2001:db8::10/64").preferred()).isEmpty();
    }

    @Test
    void shouldReadEveryOptionOfAnAddress() throws ConfigurationException {
        VirtualAddress ipv6 = vip("2001:db8::10 dev eth1 -nodad home mngtmpaddr noprefixroute autojoin"
                + " preferred_lft forever no_track peer 2001:db8::11");
        assertThat(ipv6.device()).isEqualTo("eth1");
        assertThat(ipv6.flags())
                .containsExactlyInAnyOrder(
                        AddressFlag.HOME,
                        AddressFlag.MANAGE_TEMPORARY,
                        AddressFlag.NO_PREFIX_ROUTE,
                        AddressFlag.MULTICAST_AUTOJOIN);
        assertThat(ipv6.preferred()).isEmpty();
        assertThat(ipv6.tracked()).isFalse();
        assertThat(ipv6.peer()).isPresent();
        assertThat(vip("192.0.2.10/24 brd +").broadcast().map(Object::toString)).contains("/192.0.2.255");
        assertThat(vip("192.0.2.10/24 brd -").broadcast().map(Object::toString)).contains("/192.0.2.0");
    }

    @Test
    void shouldReadARoute() throws ConfigurationException {
        VirtualRoute line = holding(
                        "virtual_ipaddress {\n192.0.2.10\n}\nvirtual_routes {\n"
                                + "src 192.0.2.10 to 10.1.0.0/24 via 192.0.2.254 dev eth0 table 100 metric 7 mtu lock 1400 rtt 1s\n}")
                .routes()
                .get(0);
        Route route = line.route();
        assertThat(route.destination()).hasToString("10.1.0.0/24");
        assertThat(route.place().table()).isEqualTo(100);
        assertThat(route.place().priority()).hasValue(7);
        assertThat(route.protocol()).as("keepalived").isEqualTo(18);
        assertThat(route.path().metrics())
                .containsEntry(RouteMetric.MTU, 1400)
                .containsEntry(RouteMetric.ROUND_TRIP, 8000);
        assertThat(route.path().locked()).containsExactly(RouteMetric.MTU);
        assertThat(HoldingLine.read(line.journalLine())).contains(line);
    }

    @Test
    void shouldGiveRulesTheirPrioritiesAsKeepalivedDoesAndSaySo() throws ConfigurationException {
        Configuration configuration = parse(instance("virtual_ipaddress {\n192.0.2.10\n}\nvirtual_rules {\n"
                + "from 10.1.0.0/24 table 1\nto 10.1.0.0/24 table 1 no_track\nfrom 2001:db8::/32 blackhole\n}"));
        List<VirtualRule> rules = configuration.instances().get(0).holding().rules();
        assertThat(rules).extracting(rule -> rule.rule().priority()).containsExactly(16384, 16383, 16384);
        assertThat(rules).extracting(rule -> rule.rule().protocol()).containsExactly(18, 0, 18);
        assertThat(rules.get(2).rule().action()).isEqualTo(new RoutingRule.Action.Blackhole());
        assertThat(configuration.warnings()).hasSize(3);
        assertThat(rules).allSatisfy(rule -> assertThat(HoldingLine.read(rule.journalLine()))
                .map(Holding::journalLine)
                .contains(rule.journalLine()));
    }

    @Test
    void shouldNameVirtualMacsAsKeepalivedDoes() throws ConfigurationException {
        HoldingBlock holding = holding("use_vmac\nuse_vmac_addr\nvirtual_ipaddress {\n192.0.2.10\n192.0.2.11 dev eth1\n"
                + "192.0.2.12 dev eth0\n}\nvirtual_ipaddress_excluded {\n2001:db8::10\n2001:db8::11 dev eth1\n}");
        assertThat(holding.virtualMacs())
                .extracting(mac -> mac.name() + " " + mac.parent() + " " + mac.mac())
                .containsExactly(
                        "vrrp.10 eth0 00:00:5e:00:01:0a",
                        "vrrp1.10 eth1 00:00:5e:00:01:0a",
                        "vrrp6.10 eth0 00:00:5e:00:02:0a",
                        "vrrp2.10 eth1 00:00:5e:00:02:0a");
        assertThat(holding.addresses())
                .extracting(VirtualAddress::device)
                .containsExactly("vrrp.10", "vrrp1.10", "vrrp.10", "vrrp6.10", "vrrp2.10");
        assertThat(holding.advertInterface()).isEqualTo(Optional.of("vrrp.10"));
        assertThat(holding("use_vmac\nvmac_xmit_base\nvirtual_ipaddress {\n192.0.2.10\n}")
                        .advertInterface())
                .isEmpty();
        assertThat(holding("use_vmac own0 02:00:00:00:00\nvirtual_ipaddress {\n192.0.2.10\n}")
                        .virtualMacs())
                .extracting(VirtualMac::toString, mac -> mac.mac().toString())
                .containsExactly(tuple("macvlan own0 on eth0", "02:00:00:00:00:0a"));
    }

    @Test
    void shouldBeginTheNamesOfVirtualMacsAsTheFileSays() throws ConfigurationException {
        String vips = "use_vmac\nuse_vmac_addr\nvirtual_ipaddress {\n192.0.2.10\n192.0.2.11 dev eth1\n}";
        assertThat(parse("global_defs {\nvmac_prefix near\nvmac_addr_prefix far\n}\n" + instance(vips))
                        .instances()
                        .get(0)
                        .holding()
                        .virtualMacs())
                .extracting(VirtualMac::name)
                .containsExactly("near.10", "far.10");
        assertThat(parse("global_defs {\nvmac_prefix near\n}\n" + instance(vips))
                        .instances()
                        .get(0)
                        .holding()
                        .virtualMacs())
                .extracting(VirtualMac::name)
                .containsExactly("near.10", "near1.10");
    }

    @Test
    void shouldDropPacketsToVipsUnlessTheyAreAcceptedOrOwned() throws ConfigurationException {
        String vip = "\nvirtual_ipaddress {\n192.0.2.10\n}";
        assertThat(holding(vip).unaccepted()).isEmpty();
        assertThat(holding("accept" + vip).unaccepted()).isEmpty();
        assertThat(holding("no_accept" + vip).unaccepted()).hasSize(1);
        assertThat(holding("no_accept\npriority 255" + vip).unaccepted()).isEmpty();
    }

    @Test
    void shouldReadWhatAHostHasWhoeverIsActive() throws ConfigurationException {
        StaticBlock statics = parse("""
                        global_defs {
                            default_interface eth7
                        }
                        static_ipaddress {
                            192.0.2.10/24
                            192.0.2.11/24 dev eth1 track_group G
                        }
                        static_routes {
                            10.1.0.0/24 via 192.0.2.254
                        }
                        static_rules {
                            from 10.2.0.0/24 table 100 priority 7
                        }
                        """).statics();
        assertThat(statics.addresses()).extracting(VirtualAddress::device).containsExactly("eth7", "eth1");
        assertThat(statics.everything()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "virtual_ipaddress {\n192.0.2.9\n192.0.2.10/33\n}",
                "virtual_ipaddress {\n2001:db8::10 brd +\n}",
                "virtual_ipaddress {\n192.0.2.10 lable\n}",
                "virtual_ipaddress {\n192.0.2.10\n}\nvirtual_routes {\nvia 192.0.2.254\n}",
                "virtual_ipaddress {\n192.0.2.10\n}\nvirtual_routes {\n10.1.0.0/24 via 192.0.2.256\n}",
                "virtual_ipaddress {\n192.0.2.10\n}\nvirtual_routes {\n10.1.0.0/24 10.2.0.0/24 dev eth0\n}",
                "virtual_ipaddress {\n192.0.2.10\n}\nvirtual_routes {\n10.1.0.0/24 table no_such_table\n}",
                "virtual_ipaddress {\n192.0.2.10\n}\nvirtual_rules {\nfrom 10.1.0.0/24\n}",
                "virtual_ipaddress {\n192.0.2.10\n}\nuse_vmac a_name_of_16_letters",
                "virtual_ipaddress {\n192.0.2.10\n}\nuse_ipvlan",
            })
    void shouldRefuseWhatCannotBe(String lines) {
        assertThat(errors(lines)).hasSize(1);
    }
}
