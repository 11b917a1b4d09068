package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.AnnouncementPaces;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.FifoBlock;
import org.aloft.agent.config.FirewallBlock;
import org.aloft.agent.config.GlobalDefinitions;
import org.aloft.agent.config.GratuitousArp;
import org.aloft.agent.config.InterfacesBlock;
import org.aloft.agent.config.LvsBlock;
import org.aloft.agent.config.NamespaceBlock;
import org.aloft.agent.config.NotifyFifos;
import org.aloft.agent.config.ProcessBlock;
import org.aloft.agent.config.ProcessNames;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.ScriptSecurity;
import org.aloft.agent.config.SmtpBlock;
import org.aloft.agent.config.VrrpDefaults;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobalDefinitionsTest {
    private static Configuration parse(String text) throws ConfigurationException {
        return ConfigurationReader.parse(
                "test.conf", text.getBytes(StandardCharsets.UTF_8), new Surroundings("lvs1.example", "lvs1"));
    }

    private static GlobalDefinitions global(String... lines) throws ConfigurationException {
        return parse("global_defs {\n" + String.join("\n", lines) + "\n}\n").global();
    }

    private static List<String> errors(String... lines) {
        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, () -> global(lines));
        assertThat(refused).as("the file is refused").isNotNull();
        return refused.problems().stream().map(Problem::message).toList();
    }

    @Test
    void shouldHaveKeepalivedsDefaults() throws ConfigurationException {
        GlobalDefinitions global = global();
        assertThat(global.routerId()).isEqualTo("lvs1.example");
        assertThat(global.interfaces().defaultInterface()).isEqualTo("eth0");
        assertThat(global.interfaces().dynamicInterfaces()).isEqualTo(InterfacesBlock.Dynamic.REFUSED);
        assertThat(global.scripts()).isEqualTo(new ScriptSecurity(Optional.empty(), false));
        assertThat(global.firewall()).isEqualTo(new FirewallBlock("aloft", -1));
        assertThat(global.fifos())
                .isEqualTo(new NotifyFifos(Optional.empty(), Optional.empty(), Optional.empty(), false));
        assertThat(global.process())
                .isEqualTo(new ProcessBlock(
                        NamespaceBlock.NONE,
                        ProcessNames.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        Optional.empty(),
                        Duration.ofSeconds(10)));
        assertThat(global.lvs())
                .isEqualTo(new LvsBlock(
                        Optional.empty(),
                        new LvsBlock.Timeouts(Optional.empty(), Optional.empty(), Optional.empty()),
                        false,
                        LvsBlock.FlushOnStop.ONE_BY_ONE,
                        false,
                        false));
        assertThat(global.smtp())
                .isEqualTo(new SmtpBlock(
                        List.of(),
                        "keepalived@lvs1.example",
                        Optional.empty(),
                        25,
                        "lvs1.example",
                        Duration.ofSeconds(30),
                        new SmtpBlock.Mails(Optional.empty(), Optional.empty(), Optional.empty(), true)));
        assertThat(global.vrrp())
                .isEqualTo(new VrrpDefaults(
                        new VrrpDefaults.Wire(
                                2,
                                IpLiteral.ipv4("224.0.0.18").orElseThrow(),
                                IpLiteral.ipv6("ff02::12").orElseThrow(),
                                false,
                                false),
                        new VrrpDefaults.Announcements(GratuitousArp.DEFAULT, AnnouncementPaces.NONE),
                        new VrrpDefaults.Election(3, false, false, false),
                        new VrrpDefaults.VmacNames("vrrp", "vrrp"),
                        Duration.ZERO,
                        false,
                        false));
    }

    @Test
    void shouldGiveTheProcessesOfKeepalivedTheirNames() throws ConfigurationException {
        assertThat(global("vrrp_process_name adverts", "process_names")
                        .process()
                        .names())
                .isEqualTo(new ProcessNames(
                        Optional.of("keepalived"),
                        Optional.of("adverts"),
                        Optional.of("keepalived_ipvs"),
                        Optional.of("keepalived_bfd")));
        assertThat(global("process_name a", "checker_process_name c", "bfd_process_name b")
                        .process()
                        .names())
                .isEqualTo(new ProcessNames(Optional.of("a"), Optional.empty(), Optional.of("c"), Optional.of("b")));
        assertThat(parse("global_defs {\nprocess_name keepalived_of_mine\n}\n").warnings())
                .extracting(Problem::message)
                .containsExactly("process_name is longer than 15 bytes; the kernel cuts the rest: keepalived_of_mine");
    }

    @Test
    void shouldReadThePaceOfAnnouncements() throws ConfigurationException {
        Configuration configuration = parse("""
                garp_group {
                    garp_interval 0.001
                    interfaces {
                        eth0
                        eth1
                    }
                }
                garp_group {
                    gna_interval 0.5
                    interface eth1
                    interfaces { eth2 }
                }
                garp_group {
                    interface eth3
                }
                global_defs {
                    vrrp_garp_interval 0.000001
                    vrrp_gna_interval 1
                }
                """);
        Duration none = Duration.ZERO;
        assertThat(configuration.global().vrrp().announcements().paces())
                .isEqualTo(new AnnouncementPaces(
                        new AnnouncementPaces.Pace(Duration.ofNanos(1000), Duration.ofSeconds(1)),
                        List.of(
                                new AnnouncementPaces.Group(
                                        List.of("eth0", "eth1"),
                                        new AnnouncementPaces.Pace(Duration.ofMillis(1), none)),
                                new AnnouncementPaces.Group(
                                        List.of("eth2"), new AnnouncementPaces.Pace(none, Duration.ofMillis(500))))));
        assertThat(configuration.warnings())
                .extracting(Problem::message)
                .containsExactly(
                        "eth1 is in a garp_group already, and stays there; name it once",
                        "interface and interfaces in one garp_group: all of them share its pace",
                        "this garp_group does nothing: add garp_interval or gna_interval",
                        "vrrp_gna_interval is long: a VIP is announced that much later for each message before its own");
    }

    @Test
    void shouldReadWhichNamespacesToWorkIn() throws ConfigurationException {
        assertThat(parse("net_namespace blue\nnet_namespace_ipvs green\n")
                        .global()
                        .process()
                        .namespaces())
                .isEqualTo(new NamespaceBlock(
                        Optional.of("blue"), Optional.of(new NamespaceBlock.Ipvs(Optional.of("green")))));
        assertThat(parse("net_namespace_ipvs\n").global().process().namespaces().ipvs())
                .as("the one that aloftd is started in")
                .contains(new NamespaceBlock.Ipvs(Optional.empty()));
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> parse("net_namespace /run/netns/blue\n"))
                        .problems())
                .extracting(Problem::message)
                .containsExactly(
                        "net_namespace must be a name as ip netns list has it, without a path: /run/netns/blue");
    }

    @Test
    void shouldReadEveryDefaultOfTheInstances() throws ConfigurationException {
        assertThat(global(
                                "vrrp_version 3",
                                "vrrp_mcast_group4 224.0.0.19",
                                "vrrp_mcast_group6 ff02::13",
                                "vrrp_garp_master_delay 1",
                                "vrrp_garp_master_repeat 2",
                                "vrrp_garp_master_refresh 3",
                                "vrrp_garp_master_refresh_repeat 4",
                                "vrrp_garp_lower_prio_repeat 0",
                                "vrrp_garp_lower_prio_delay 6",
                                "vrrp_down_timer_adverts 5",
                                "vrrp_lower_prio_no_advert",
                                "vrrp_higher_prio_send_advert true",
                                "vrrp_skip_check_adv_addr",
                                "vrrp_check_unicast_src on",
                                "vrrp_notify_priority_changes yes",
                                "log_unknown_vrids",
                                "vrrp_startup_delay 5.5",
                                "vmac_prefix vip",
                                "vmac_addr_prefix far")
                        .vrrp())
                .isEqualTo(new VrrpDefaults(
                        new VrrpDefaults.Wire(
                                3,
                                IpLiteral.ipv4("224.0.0.19").orElseThrow(),
                                IpLiteral.ipv6("ff02::13").orElseThrow(),
                                true,
                                true),
                        new VrrpDefaults.Announcements(
                                new GratuitousArp(
                                        2, Duration.ofSeconds(1), Duration.ofSeconds(3), 4, 0, Duration.ofSeconds(6)),
                                AnnouncementPaces.NONE),
                        new VrrpDefaults.Election(5, false, true, true),
                        new VrrpDefaults.VmacNames("vip", "far"),
                        Duration.ofMillis(5500),
                        true,
                        true));
    }

    @Test
    void shouldSendOneAnnouncementWithMinGarpUnlessTheFileSaysMore() throws ConfigurationException {
        assertThat(global("vrrp_min_garp").vrrp().announcements().gratuitousArp())
                .isEqualTo(new GratuitousArp(1, Duration.ZERO, Duration.ZERO, 1));
        assertThat(global("vrrp_min_garp", "vrrp_garp_master_repeat 3")
                        .vrrp()
                        .announcements()
                        .gratuitousArp()
                        .repeat())
                .isEqualTo(3);
    }

    @Test
    void shouldReadEverythingAboutMail() throws ConfigurationException {
        assertThat(global(
                                "notification_email {\n a@example.com b@example.com\n c@example.com\n}",
                                "notification_email_from ha@example.com",
                                "smtp_server mail.example.com 2525",
                                "smtp_helo_name lvs1",
                                "smtp_connect_timeout 7",
                                "smtp_alert on",
                                "smtp_alert_vrrp off",
                                "smtp_alert_checker no",
                                "no_email_faults",
                                "no_checker_emails")
                        .smtp())
                .isEqualTo(new SmtpBlock(
                        List.of("a@example.com", "b@example.com", "c@example.com"),
                        "ha@example.com",
                        Optional.of("mail.example.com"),
                        2525,
                        "lvs1",
                        Duration.ofSeconds(7),
                        new SmtpBlock.Mails(Optional.of(true), Optional.of(false), Optional.of(false), false)));
    }

    @Test
    void shouldReadFifosAndTheirScripts() throws ConfigurationException {
        NotifyFifos fifos = global(
                        "notify_fifo /run/all.fifo nobody nogroup",
                        "notify_fifo_script \"/bin/all -v 'a b'\" daemon",
                        "vrrp_notify_fifo /run/vrrp.fifo",
                        "vrrp_notify_fifo_script /bin/vrrp",
                        "lvs_notify_fifo /run/lvs.fifo",
                        "lvs_notify_fifo_script /bin/lvs",
                        "fifo_write_vrrp_states_on_reload")
                .fifos();
        Position anywhere = new Position("", 1, 1);
        assertThat(fifos.all())
                .contains(new FifoBlock(
                        "/run/all.fifo",
                        Optional.of(new AccountName("nobody", Optional.of("nogroup"))),
                        Optional.of(new ScriptLine(
                                List.of("/bin/all", "-v", "a b"),
                                Optional.of(new AccountName("daemon", Optional.empty())),
                                anywhere))));
        assertThat(fifos.vrrp().orElseThrow().script().orElseThrow().program()).isEqualTo("/bin/vrrp");
        assertThat(fifos.checkers().orElseThrow().path()).isEqualTo("/run/lvs.fifo");
        assertThat(fifos.statesOnReload()).isTrue();
    }

    @Test
    void shouldReadWhatConcernsIpvs() throws ConfigurationException {
        LvsBlock lvs = global(
                        "lvs_sync_daemon eth1 VI_1 id 7 maxlen 1400 port 8849 ttl 3 group ff02::81",
                        "lvs_timeouts tcp 7200 udp 60",
                        "lvs_flush",
                        "lvs_flush_on_stop VS",
                        "checker_log_all_failures true",
                        "rs_init_notifies")
                .lvs();
        assertThat(lvs)
                .isEqualTo(new LvsBlock(
                        Optional.of(new LvsBlock.SyncDaemon(
                                "eth1",
                                Optional.of("VI_1"),
                                Optional.of(7),
                                Optional.of(1400),
                                Optional.of(8849),
                                Optional.of(3),
                                IpLiteral.parse("ff02::81"))),
                        new LvsBlock.Timeouts(
                                Optional.of(Duration.ofHours(2)), Optional.empty(), Optional.of(Duration.ofMinutes(1))),
                        true,
                        LvsBlock.FlushOnStop.VIRTUAL_SERVERS,
                        true,
                        true));
        assertThat(global("lvs_sync_daemon eth1 inst VI_2")
                        .lvs()
                        .syncDaemon()
                        .orElseThrow()
                        .instance())
                .contains("VI_2");
        assertThat(global("lvs_flush_on_stop").lvs().flushOnStop()).isEqualTo(LvsBlock.FlushOnStop.EVERYTHING);
    }

    @Test
    void shouldReadWhatConcernsTheProcessAndItsScripts() throws ConfigurationException {
        GlobalDefinitions global = parse("""
                global_defs {
                    router_id lvs1
                    default_interface ens33
                    dynamic_interfaces allow_if_changes
                    script_user nobody nogroup
                    enable_script_security
                    startup_script "/bin/up now" root
                    startup_script_timeout 3
                    shutdown_script /bin/down
                    shutdown_script_timeout 4
                    nftables ha
                    nftables_priority -5
                }
                """).global();
        assertThat(global.routerId()).isEqualTo("lvs1");
        assertThat(global.interfaces().defaultInterface()).isEqualTo("ens33");
        assertThat(global.interfaces().dynamicInterfaces()).isEqualTo(InterfacesBlock.Dynamic.MAY_CHANGE);
        assertThat(global.scripts())
                .isEqualTo(new ScriptSecurity(Optional.of(new AccountName("nobody", Optional.of("nogroup"))), true));
        assertThat(global.firewall()).isEqualTo(new FirewallBlock("ha", -5));
        ProcessBlock process = global.process();
        assertThat(process.startupScript().orElseThrow()).hasToString("/bin/up … as root"); // no arguments
        assertThat(process.startupTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(process.shutdownScript().orElseThrow().command()).containsExactly("/bin/down");
        assertThat(process.shutdownTimeout()).isEqualTo(Duration.ofSeconds(4));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "vrrp_mcast_group4 10.0.0.1     | vrrp_mcast_group4 must be a multicast address: 224.0.0.0/4 or ff00::/8",
                "vrrp_mcast_group6 224.0.0.18   | IPv4 is not supported here; write an IPv6 address: vrrp_mcast_group6 224.0.0.18",
                "vrrp_mcast_group6 ff02:::12    | not an IPv6 address (groups of hexadecimal digits with colons): vrrp_mcast_group6 ff02:::12",
                "lvs_timeouts                   | lvs_timeouts needs at least one of tcp SECS, tcpfin SECS, udp SECS",
                "lvs_timeouts tcpfn 3           | unknown keyword in lvs_timeouts: tcpfn; did you mean tcpfin?",
                "notify_fifo_script /bin/true   | notify_fifo_script needs notify_fifo FIFO_NAME; add that line",
                "vrrp_down_timer_adverts 101    | vrrp_down_timer_adverts must be a whole number 1..100: vrrp_down_timer_adverts 101",
                "startup_script ''              | startup_script needs a command: startup_script ",
                "reload_repeat                  | reload_repeat is not supported: aloftd reads no clock files; let a systemd timer run: systemctl reload aloftd",
            })
    void shouldRefuseWithAWayOut(String line, String message) {
        assertThat(errors(line)).singleElement().asString().isEqualToIgnoringWhitespace(message);
    }

    @Test
    void shouldRefuseTwoFifosWithOneName() {
        assertThat(errors("notify_fifo /run/f", "lvs_notify_fifo /run/f"))
                .containsExactly("lvs_notify_fifo must differ from notify_fifo: /run/f; give each FIFO its own path");
    }

    @Test
    void shouldSwallowValuesAndBlocksOfWordsThatDoNothingAndSayWhy() throws ConfigurationException {
        Configuration configuration = parse("""
                linkbeat_interfaces {
                    eth2
                    enp2s0 ETHTOOL
                }
                global_defs {
                    snmp_socket udp:192.0.2.1:705
                }
                """);
        assertThat(configuration.warnings().stream().map(Problem::toString))
                .containsExactly(
                        "test.conf:1:1: warning: linkbeat_interfaces does nothing here: the kernel tells aloftd at once"
                                + " when a link goes down; polling would only be slower",
                        "test.conf:6:5: warning: snmp_socket does nothing here: aloftd has no SNMP agent; the same figures"
                                + " stand in its metrics and in aloftd status");
    }
}
