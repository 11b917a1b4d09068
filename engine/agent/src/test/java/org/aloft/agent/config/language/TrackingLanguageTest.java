package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.BfdInstanceBlock;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.TrackFileBlock;
import org.aloft.agent.config.TrackProcessBlock;
import org.aloft.agent.config.TrackWeight;
import org.aloft.agent.config.Tracked;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.TrackingBlock;
import org.aloft.agent.config.TrackingPlan;
import org.aloft.agent.config.VrrpScriptBlock;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;

class TrackingLanguageTest {
    private static Configuration read(String text) throws ConfigurationException {
        return ConfigurationReader.parse(
                "test.conf", text.getBytes(StandardCharsets.UTF_8), new Surroundings("host", "host"));
    }

    private static TrackingPlan plan(String text) throws ConfigurationException {
        return read(text).tracking();
    }

    private static String refusal(String text) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(text))
                .getMessage();
    }

    private static String instance(String lines) {
        return instance(100, lines);
    }

    private static String instance(int priority, String lines) {
        return """
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 10
                    priority %d
                    virtual_ipaddress {
                        192.0.2.10
                    }
                    %s
                }
                """.formatted(priority, lines);
    }

    private static String lastWarning(Configuration configuration) {
        List<Problem> warnings = configuration.warnings();
        return warnings.get(warnings.size() - 1).toString();
    }

    @Test
    void shouldTakeKeepalivedsDefaultsForAScript() throws ConfigurationException {
        VrrpScriptBlock script =
                plan("vrrp_script s {\n  script /bin/true\n}\n").scripts().get(0);
        assertThat(script.script().command()).containsExactly("/bin/true");
        assertThat(script.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(script.timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(script.rise()).isEqualTo(1);
        assertThat(script.fall()).isEqualTo(1);
        assertThat(script.weight()).isEqualTo(TrackWeight.FAULT);
        assertThat(script.startsDown()).isFalse();
    }

    @Test
    void shouldReadEveryKeywordOfAScript() throws ConfigurationException {
        VrrpScriptBlock script = plan("""
                        vrrp_script s {
                            script "/bin/check 'two words' more"
                            interval 2
                            timeout 4
                            rise 3
                            fall 5
                            weight -20 reverse
                            user nobody nogroup
                            init_fail
                        }
                        """).scripts().get(0);
        assertThat(script.script().command()).containsExactly("/bin/check", "two words", "more");
        assertThat(script.script().account()).hasValue(new AccountName("nobody", Optional.of("nogroup")));
        assertThat(script.interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(script.timeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(script.rise()).isEqualTo(3);
        assertThat(script.fall()).isEqualTo(5);
        assertThat(script.weight()).isEqualTo(new TrackWeight(-20, true));
        assertThat(script.startsDown()).isTrue();
    }

    @Test
    void shouldTakeKeepalivedsDefaultsForAProcess() throws ConfigurationException {
        assertThat(plan("vrrp_track_process p {\n  process sleep\n}\n").processes())
                .containsExactly(new TrackProcessBlock(
                        "p",
                        "sleep",
                        List.of(),
                        TrackProcessBlock.Match.AS_GIVEN,
                        false,
                        TrackWeight.FAULT,
                        1,
                        Integer.MAX_VALUE,
                        Duration.ZERO,
                        Duration.ZERO));
    }

    @Test
    void shouldReadEveryKeywordOfAProcess() throws ConfigurationException {
        assertThat(plan("""
                                vrrp_track_process p {
                                    process "/opt/a b" -f "c d"
                                    param_match initial
                                    full_command
                                    weight 254 reverse
                                    quorum 2
                                    quorum_max 3
                                    delay 9
                                    fork_delay 0.5
                                    terminate_delay 1.5
                                }
                                """).processes())
                .containsExactly(new TrackProcessBlock(
                        "p",
                        "/opt/a b",
                        List.of("-f", "c d"),
                        TrackProcessBlock.Match.PREFIX,
                        true,
                        new TrackWeight(254, true),
                        2,
                        3,
                        Duration.ofMillis(500),
                        Duration.ofMillis(1500)));
    }

    @Test
    void shouldWantNoProcessWhenTheMaximumIsZero() throws ConfigurationException {
        TrackProcessBlock block = plan("vrrp_track_process p {\n  process sleep\n  quorum_max 0\n}\n")
                .processes()
                .get(0);
        assertThat(block.quorum()).isZero();
        assertThat(refusal("vrrp_track_process p {\n  process sleep\n  quorum 2\n  quorum_max 1\n}\n"))
                .contains("quorum_max 1 is below quorum 2");
    }

    @Test
    void shouldReadFiles() throws ConfigurationException {
        assertThat(plan("track_file f {\n  file /run/f\n}\n").files())
                .containsExactly(
                        new TrackFileBlock("f", Path.of("/run/f"), new TrackWeight(1, false), Optional.empty()));
        assertThat(plan("vrrp_track_file f {\n  file \"/run/f\"\n  weight -3 reverse\n  init_file 5 overwrite\n}\n")
                        .files())
                .containsExactly(new TrackFileBlock(
                        "f",
                        Path.of("/run/f"),
                        new TrackWeight(-3, true),
                        Optional.of(new TrackFileBlock.Initial(5, true))));
        assertThat(plan("track_file f {\n  file /run/f\n  init_file\n}\n")
                        .files()
                        .get(0)
                        .initial())
                .hasValue(new TrackFileBlock.Initial(0, false));
    }

    @Test
    void shouldTakeKeepalivedsDefaultsForBfd() throws ConfigurationException {
        assertThat(plan("bfd_instance b {\n  neighbor_ip 192.0.2.1\n}\n").bfdInstances())
                .containsExactly(new BfdInstanceBlock(
                        "b",
                        IpLiteral.parse("192.0.2.1").orElseThrow(),
                        Optional.empty(),
                        new BfdInstanceBlock.Pace(
                                Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofSeconds(1), 5),
                        false,
                        new BfdInstanceBlock.Reach(255, 0),
                        TrackWeight.FAULT));
    }

    @Test
    void shouldReadEveryKeywordOfBfd() throws ConfigurationException {
        assertThat(plan("""
                                bfd_instance b {
                                    neighbour_ip 2001:db8::1
                                    source_ip 2001:db8::2
                                    min_rx 3.312
                                    min_tx 20
                                    idle_tx 2000
                                    multiplier 3
                                    passive
                                    hoplimit 254
                                    max_hops 2
                                    weight -5 reverse
                                }
                                """).bfdInstances())
                .containsExactly(new BfdInstanceBlock(
                        "b",
                        IpLiteral.parse("2001:db8::1").orElseThrow(),
                        IpLiteral.parse("2001:db8::2"),
                        new BfdInstanceBlock.Pace(
                                Duration.ofNanos(3_312_000), Duration.ofMillis(20), Duration.ofSeconds(2), 3),
                        true,
                        new BfdInstanceBlock.Reach(254, 2),
                        new TrackWeight(-5, true)));
    }

    @Test
    void shouldWarnOfTheHopLimitThatOnlyKeepalivedUses() throws ConfigurationException {
        assertThat(lastWarning(read("bfd_instance b {\n  neighbor_ip 2001:db8::1\n}\n")))
                .contains("hoplimit 255");
    }

    @Test
    void shouldRefuseBfdAddressesOfTwoFamilies() {
        assertThat(refusal("bfd_instance b {\n  neighbor_ip 192.0.2.1\n  source_ip 2001:db8::2\n}\n"))
                .contains("must be of one family");
        assertThat(refusal("bfd_instance b {\n  min_rx 0.5\n}\n"))
                .contains("min_rx must be 1..4294967 milliseconds: min_rx 0.5")
                .contains("no neighbour");
    }

    @Test
    void shouldTakeTheWeightBesideTheNameAndElseTheDefinitions() throws ConfigurationException {
        TrackingPlan plan = plan("""
                        vrrp_script s {
                            script /bin/true
                            weight 7
                        }
                        track_file f {
                            file /run/f
                        }
                        """ + instance("""
                        track_script {
                            s
                        }
                        track_file {
                            f weight -2 reverse
                        }
                        track_interface {
                            eth1
                            eth2 weight 10 noreverse
                        }
                        """));
        assertThat(plan.byInstance().get("VI_1"))
                .containsExactly(
                        new Tracked(TrackerKind.SCRIPT, "s", new TrackWeight(7, false)),
                        new Tracked(TrackerKind.FILE, "f", new TrackWeight(-2, true)),
                        new Tracked(TrackerKind.INTERFACE, "eth1", TrackWeight.FAULT),
                        new Tracked(TrackerKind.INTERFACE, "eth2", new TrackWeight(10, false)));
    }

    @Test
    void shouldNotTrackTheOwnInterfaceTwice() throws ConfigurationException {
        Configuration configuration = read(instance("track_interface {\n  eth0 weight 5\n}"));
        assertThat(configuration.tracking().byInstance()).isEmpty();
        assertThat(lastWarning(configuration)).contains("VI_1 tracks its own interface eth0 anyway");
    }

    @Test
    void shouldIgnoreWeightsOfTheOwner() throws ConfigurationException {
        Configuration configuration =
                read("""
                        vrrp_script s {
                            script /bin/true
                        }
                        track_file f {
                            file /run/f
                        }
                        """ + instance(255, "track_script {\n  s weight 5\n}\ntrack_file {\n  f\n}"));
        assertThat(configuration.tracking().byInstance().get("VI_1"))
                .containsExactly(new Tracked(TrackerKind.FILE, "f", TrackWeight.FAULT));
        assertThat(configuration.warnings().toString())
                .contains("track_script s is not tracked")
                .contains("track_file f counts as weight 0");
    }

    @Test
    void shouldSayWhichTrackerDoesNotExist() {
        assertThat(refusal("vrrp_script check {\n  script /bin/true\n}\n" + instance("track_script {\n  chek\n}")))
                .contains("track_script names a vrrp_script that does not exist: chek; did you mean check?");
        assertThat(refusal(instance("track_bfd {\n  b\n}"))).contains("add bfd_instance b { … }");
    }

    @Test
    void shouldRefuseWeightsBeyondAPriority() {
        assertThat(refusal(instance("track_interface {\n  eth1 weight 254\n}")))
                .contains("must be a whole number -253..253: eth1 254");
        assertThat(refusal("vrrp_script s {\n  script /bin/true\n  weight 254\n}\n"))
                .contains("-253..253");
    }

    @Test
    void shouldCountOnlyTheFirstOfTwoLinesForOneTracker() throws ConfigurationException {
        Configuration configuration = read(instance("track_interface {\n  eth1\n  eth1 weight 4\n}"));
        assertThat(configuration.tracking().byInstance().get("VI_1"))
                .containsExactly(new Tracked(TrackerKind.INTERFACE, "eth1", TrackWeight.FAULT));
        assertThat(lastWarning(configuration)).contains("lists eth1 twice");
    }

    @Test
    void shouldRefuseDefinitionsThatLackTheirPoint() {
        assertThat(refusal("vrrp_script s {\n}\n")).contains("vrrp_script s has no script");
        assertThat(refusal("vrrp_track_process p {\n}\n")).contains("names no process");
        assertThat(refusal("track_file f {\n}\n")).contains("names no file");
        assertThat(refusal("track_file f {\n file /a\n}\ntrack_file f {\n file /b\n}\n"))
                .contains("stands twice");
    }

    @Test
    void shouldReadWhatAnInstanceSaysOfItsOwnInterface() throws ConfigurationException {
        assertThat(read(instance("")).instances().get(0).tracking()).isEqualTo(TrackingBlock.DEFAULT);
        Configuration configuration = read(instance("dont_track_primary"));
        assertThat(configuration.instances().get(0).tracking()).isEqualTo(new TrackingBlock(false));
    }

    private static String group(String lines) {
        return """
                vrrp_script s {
                    script /bin/true
                    weight 7
                }
                track_file f {
                    file /run/f
                }
                vrrp_sync_group VG_1 {
                    group {
                        VI_1
                    }
                    %s
                }
                """.formatted(lines) + instance("""
                        track_script {
                            s
                        }
                        track_file {
                            f
                        }
                        track_interface {
                            eth1
                        }
                        """);
    }

    @Test
    void shouldKeepMembersOfASyncGroupSideBySide() throws ConfigurationException {
        Configuration configuration = read(group("track_script {\n  s weight 4\n}"));
        assertThat(configuration.tracking().byInstance().get("VI_1"))
                .containsExactly(
                        new Tracked(TrackerKind.FILE, "f", TrackWeight.FAULT),
                        new Tracked(TrackerKind.INTERFACE, "eth1", TrackWeight.FAULT),
                        new Tracked(TrackerKind.SCRIPT, "s", new TrackWeight(4, false)));
        assertThat(configuration.warnings().toString())
                .contains("VI_1 is in vrrp_sync_group VG_1")
                .contains("track_script s is not tracked")
                .contains("track_file f counts as weight 0");
    }

    @Test
    void shouldLetMembersOfASyncGroupDifferWhenToldTo() throws ConfigurationException {
        assertThat(read(group("sync_group_tracking_weight"))
                        .tracking()
                        .byInstance()
                        .get("VI_1"))
                .containsExactly(
                        new Tracked(TrackerKind.SCRIPT, "s", new TrackWeight(7, false)),
                        new Tracked(TrackerKind.FILE, "f", new TrackWeight(1, false)),
                        new Tracked(TrackerKind.INTERFACE, "eth1", TrackWeight.FAULT));
    }

    @Test
    void shouldSayWhichTrackerOfAGroupDoesNotExist() {
        assertThat(refusal(group("track_bfd {\n  nosuch\n}"))).contains("bfd_instance that does not exist: nosuch");
    }
}
