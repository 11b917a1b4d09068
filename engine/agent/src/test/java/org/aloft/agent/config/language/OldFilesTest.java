package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.CheckBlock;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.HttpCheckBlock;
import org.aloft.agent.config.HttpUrlBlock;
import org.aloft.agent.config.LvsBlock;
import org.aloft.agent.config.TcpCheckBlock;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Problem.Severity;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people have them: written for keepalived 1, copied from a tutorial, pasted from a web page. */
class OldFilesTest {
    private static final String SERVER = """
            virtual_server 192.0.2.10 80 {
                protocol TCP
                %s
                real_server 192.0.2.20 80 {
                    %s
                }
            }
            """;

    private static Configuration parse(String text) throws ConfigurationException {
        return ConfigurationReader.parse(
                "a.conf", text.getBytes(StandardCharsets.UTF_8), new Surroundings("lvs1.example", "lvs1"));
    }

    private static List<String> warnings(Configuration configuration) {
        return configuration.warnings().stream().map(Problem::message).toList();
    }

    private static CheckBlock check(Configuration configuration) {
        return configuration
                .virtualServers()
                .get(0)
                .realServers()
                .get(0)
                .checks()
                .get(0);
    }

    @Test
    void shouldReadWhatTutorialsHave() throws Exception {
        Configuration configuration = parse("""
                ! Configuration File for keepalived
                global_defs{
                    router_id LVS_01  # 路由器标识
                    vrrp_garp_interval 0
                    vrrp_gna_interval 0
                }
                vrrp_instance VI_1{
                    state MASTER
                    interface ens33
                    virtual_router_id 51
                    priority 100
                    advert_int 1
                    authentication{
                        auth_type PASS
                        auth_pass 1111
                    }
                    virtual_ipaddress{
                        192.0.2.10
                    }
                }
                """ + SERVER.formatted("""
                delay_loop 6
                lb_algo rr
                lb_kind NAT
                nat_mask 255.255.255.0
                persistence_timeout 50
                """, """
                weight 1
                TCP_CHECK{
                    connect_timeout 3
                    nb_get_retry 3
                    delay_before_retry 3
                    connect_port 80
                }
                """));
        assertThat(warnings(configuration))
                .containsExactly(
                        "nat_mask does nothing here: IPVS has no mask for NAT, and keepalived passes the word over as well",
                        "nb_get_retry does nothing here: keepalived passes it over as well outside HTTP_GET and SSL_GET;"
                                + " write retry N");
        assertThat(((TcpCheckBlock) check(configuration)).pace().retries()).isEqualTo(CheckDraft.RETRIES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "[[ -f /etc/down ]] && exit 1            ! [[",
                "/usr/bin/test -f /etc/down && /bin/false ! &&",
                "</dev/tcp/127.0.0.1/80                  ! </dev/tcp/127.0.0.1/80",
                "/bin/check 2>/dev/null                  ! 2>/dev/null",
                "/sbin/ip addr |/bin/grep x              ! |/bin/grep",
                "/sbin/ip addr | /bin/grep x             ! |",
                "/sbin/ip addr|/bin/grep x               ! addr|/bin/grep",
                "/bin/true; /bin/false                   ! /bin/true;",
                "/bin/true ;/bin/false                   ! ;/bin/false",
                "/bin/true ||exit 1                      ! ||exit",
                "/bin/true||exit 1                       ! /bin/true||exit",
                "/bin/true&&/bin/false                   ! /bin/true&&/bin/false",
                "/bin/true &                             ! &",
                "/bin/echo x >/dev/null                  ! >/dev/null",
                "/bin/echo x > /dev/null                 ! >",
                "/bin/echo x>/dev/null                   ! x>/dev/null",
                "/bin/echo x 2>&1                        ! 2>&1",
                "/bin/echo x &>/dev/null                 ! &>/dev/null",
                "/bin/echo $(date)                       ! $(date)",
                "/bin/echo a$(date)                      ! a$(date)",
                "/bin/echo `date`                        ! `date`",
                "/bin/echo $HOME                         ! $HOME",
                "/bin/ls /tmp/*                          ! /tmp/*",
                "/bin/cat ~/x                            ! ~/x",
                "if /bin/true; then exit 1; fi           ! /bin/true;",
                "/bin/x 'a b' c|/bin/d                   ! c|/bin/d",
                "/usr/bin/curl http://127.0.0.1/ |/bin/grep ok ! |/bin/grep",
            })
    void shouldWarnOfCommandsThatNeedAShell(String command, String word) throws Exception {
        assertThat(warnings(parse("vrrp_script check {\nscript \"" + command + "\"\n}\n")))
                .contains("no shell runs this command, so " + word
                        + " is a word like others; write a script, or /bin/sh -c '…'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bin/sh -c 'test -f /etc/down && exit 1'",
                "killall -0 nginx",
                "/bin/grep -q a|b /etc/down",
                "/usr/bin/pgrep -f 'a|b'",
                "/usr/bin/pgrep -f nginx.*master",
                "/bin/echo '$HOME' '`date`' '> x' '*' 'a;b' '~/x'",
                "/bin/sh -c 'ip addr | grep x'",
                "/usr/bin/curl http://127.0.0.1/?a=1&b=*;c",
                "/bin/echo b;c $ x$",
            })
    void shouldNotWarnOfOthers(String command) throws Exception {
        assertThat(warnings(parse("vrrp_script check {\nscript \"" + command + "\"\n}\n")))
                .noneMatch(warning -> warning.contains("shell"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '%',
            value = {"/bin/check /tmp/* ! true", "/bin/check \"/tmp/*\" ! false", "/bin/check '|' a ! false"})
    void shouldKnowQuotedWordsFromOthersOnALineOfSeveral(String command, boolean warned) throws Exception {
        assertThat(warnings(parse("vrrp_script check {\nscript " + command + "\n}\n")).stream()
                        .anyMatch(warning -> warning.contains("shell")))
                .isEqualTo(warned);
    }

    @Test
    void shouldTakeRetryByItsOldNameWherePagesAreAsked() throws Exception {
        Configuration configuration = parse(SERVER.formatted("", "SSL_GET {\nnb_get_retry 7\nurl {\npath /\n}\n}"));
        assertThat(((HttpCheckBlock) check(configuration)).pace().retries()).isEqualTo(7);
        assertThat(warnings(configuration)).contains("nb_get_retry is an old name of retry; write that");
    }

    @Test
    void shouldTakeTheHostNameOfACheckForItsPagesWhereverItStands() throws Exception {
        Configuration configuration = parse(SERVER.formatted(
                "virtualhost outer.example",
                "HTTP_GET {\nurl {\npath /a\n}\nurl {\nvirtualhost own.example\n}\nvirtualhost check.example\n}"));
        assertThat(((HttpCheckBlock) check(configuration)).urls())
                .extracting(HttpUrlBlock::virtualHost)
                .containsExactly(Optional.of("check.example"), Optional.of("own.example"));
    }

    @Test
    void shouldTakeOldNamesInGlobalDefs() throws Exception {
        Configuration configuration =
                parse("global_defs {\nlvs_process_name checker\nlvs_flush_onstop VS\nvrrp_rlimit_rtime 10000\n}\n");
        assertThat(configuration.global().process().names().checker()).contains("checker");
        assertThat(configuration.global().lvs().flushOnStop()).isEqualTo(LvsBlock.FlushOnStop.VIRTUAL_SERVERS);
        assertThat(configuration.warnings()).hasSize(3).allSatisfy(problem -> assertThat(problem.severity())
                .isEqualTo(Severity.WARNING));
    }

    private static String synced(String name, int routerId, String networkInterface) {
        return "vrrp_instance %s {\ninterface eth0\nvirtual_router_id %d\nlvs_sync_daemon_interface %s\n"
                        .formatted(name, routerId, networkInterface)
                + "virtual_ipaddress {\n192.0.2.%d\n}\n}\n".formatted(routerId);
    }

    @Test
    void shouldTakeTheSyncDaemonOfTheFirstInstanceThatNamesOne() throws Exception {
        Configuration configuration = parse(synced("VI_1", 1, "eth1") + synced("VI_2", 2, "eth2"));
        LvsBlock.SyncDaemon daemon = configuration.global().lvs().syncDaemon().orElseThrow();
        assertThat(daemon.networkInterface()).isEqualTo("eth1");
        assertThat(daemon.instance()).contains("VI_1");
        assertThat(warnings(configuration))
                .contains(
                        "lvs_sync_daemon_interface is an old way to say it; write in global_defs: lvs_sync_daemon eth1 VI_1",
                        "lvs_sync_daemon_interface does nothing here: the sync daemon is on eth1 already; remove this line");
    }

    @Test
    void shouldTakeTheSyncDaemonOfGlobalDefsBeforeThatOfAnInstance() throws Exception {
        Configuration configuration = parse(synced("VI_1", 1, "eth1") + "global_defs {\nlvs_sync_daemon eth3\n}\n");
        LvsBlock.SyncDaemon daemon = configuration.global().lvs().syncDaemon().orElseThrow();
        assertThat(daemon.networkInterface()).isEqualTo("eth3");
        assertThat(daemon.instance()).isEmpty();
    }

    @Test
    void shouldKnowAMisspeltSyncDaemon() {
        assertThat(errors("vrrp_instance VI_1 {\nlvs_sync_daemon_inteface eth0\n}\n"))
                .anySatisfy(error -> assertThat(error).endsWith("did you mean lvs_sync_daemon_interface?"));
    }

    @ParameterizedTest
    @CsvSource({"\u00a0", "\u3000", "\u202f"})
    void shouldTakeSpacesOfWebPagesAndInputMethodsForBlanks(String space) throws Exception {
        Configuration configuration = parse("global_defs {\n" + space + space + "router_id" + space + "LVS_01\n}\n");
        assertThat(configuration.global().routerId()).isEqualTo("LVS_01");
    }

    @Test
    void shouldShowWhatNobodyCanSee() {
        assertThat(errors("global_defs {\nrouter\u200b_id LVS_01\n}\n"))
                .contains("a.conf:2:1: unknown keyword in global_defs: router<U+200B>_id; did you mean router_id?");
    }

    private static List<String> errors(String text) {
        return catchThrowableOfType(ConfigurationException.class, () -> parse(text)).problems().stream()
                .map(Problem::toString)
                .toList();
    }
}
