package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One slip of the pen is one message: where it was made, and nothing about what follows from it. */
class OneMistakeTest {
    /** Every line is right; each row below has one of them otherwise. */
    private static final List<String> FINE = """
            global_defs {
                router_id lvs1
            }
            vrrp_script chk {
                script "/bin/true"
                interval 2
            }
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 10
                authentication {
                    auth_type PASS
                    auth_pass word
                }
                virtual_ipaddress {
                    192.0.2.10
                }
                track_script {
                    chk
                }
                priority 90
            }
            vrrp_sync_group VG_1 {
                group {
                    VI_1
                }
            }
            virtual_server 192.0.2.10 80 {
                protocol TCP
                quorum 2
                real_server 192.0.2.20 80 {
                    weight 1
                    TCP_CHECK {
                        connect_timeout 3
                    }
                }
                real_server 192.0.2.21 80 {
                    HTTP_GET {
                        url {
                            path /
                        }
                    }
                }
                lb_algo rr
            }
            bfd_instance B {
                neighbor_ip 192.0.2.3
            }
            """.lines().toList();

    private static List<String> problems(byte[] content) {
        ConfigurationException refused = catchThrowableOfType(
                ConfigurationException.class,
                () -> ConfigurationReader.parse("f", content, new Surroundings("lvs1.example", "lvs1")));
        return refused == null
                ? List.of()
                : refused.problems().stream().map(Problem::toString).toList();
    }

    private static byte[] with(int line, String instead, Charset encoding) {
        String text = FINE.stream().collect(Collectors.joining("\n"));
        if (line > 0) {
            List<String> lines = new ArrayList<>(FINE);
            lines.set(line - 1, instead.replace("<NL>", "\n"));
            text = String.join("\n", lines);
        }
        return (text + "\n").getBytes(encoding);
    }

    @Test
    void shouldFindNothingWrongWithTheFileAsItIs() throws ConfigurationException {
        assertThat(ConfigurationReader.parse(
                                "f", with(0, "", StandardCharsets.UTF_8), new Surroundings("lvs1.example", "lvs1"))
                        .warnings())
                .isEmpty();
    }

    @ParameterizedTest(name = "line {0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '%',
            value = {
                // a { that was forgotten
                "1  | global_defs | f:1:1: global_defs needs a block: write { at the end of this line",
                "4  | vrrp_script chk | f:4:1: vrrp_script needs a block: write { at the end of this line",
                "8  | vrrp_instance VI_1 | f:8:1: vrrp_instance needs a block: write { at the end of this line",
                "11 | authentication | f:11:1: authentication needs a block: write { at the end of this line",
                "15 | virtual_ipaddress | f:15:1: virtual_ipaddress needs a block: write { at the end of this line",
                "18 | track_script | f:18:1: track_script needs a block: write { at the end of this line",
                "24 | group | f:24:1: group needs a block: write { at the end of this line",
                "28 | virtual_server 192.0.2.10 80 | f:28:1: virtual_server needs a block: write { at the end of this line",
                "31 | real_server 192.0.2.20 80 | f:31:1: real_server needs a block: write { at the end of this line",
                "33 | TCP_CHECK | f:33:1: TCP_CHECK needs a block: write { at the end of this line",
                "39 | url | f:39:1: url needs a block: write { at the end of this line",
                // a } that was forgotten
                "7  | %% | f:4:17: this { is not closed where its block ends: vrrp_instance at line 8 belongs outside of it; add a } before that",
                "14 | %% | f:11:20: this { is not closed where its block ends: virtual_ipaddress at line 15 belongs outside of it; add a } before that",
                "17 | %% | f:15:23: this { is not closed where its block ends: track_script at line 18 belongs outside of it; add a } before that",
                "20 | %% | f:18:18: this { is not closed where its block ends: priority at line 21 belongs outside of it; add a } before that",
                "22 | %% | f:8:20: this { is not closed where its block ends: vrrp_sync_group at line 23 belongs outside of it; add a } before that",
                "36 | %% | f:31:31: this { is not closed where its block ends: real_server at line 37 belongs outside of it; add a } before that",
                "48 | %% | f:46:16: this { is never closed; add the closing }",
                // a } too many
                "7  | }<NL>} | f:8:1: this } closes nothing; remove it",
                "14 | }<NL>} | f:15:1: this } closes vrrp_instance too early: virtual_ipaddress at line 16 belongs inside of it; remove this }",
                "17 | } } | f:17:3: this } closes vrrp_instance too early: track_script at line 18 belongs inside of it; remove this }",
                "35 | } } | f:36:5: this } closes virtual_server too early: real_server at line 37 belongs inside of it; remove this }",
                "48 | }<NL>} | f:49:1: this } closes nothing; remove it",
                // a { too many
                "2  | router_id lvs1 { | f:2:16: router_id takes no block: remove this {",
                "8  | vrrp_instance VI_1 { { | f:8:22: this { has no keyword before it; name the block, or remove it",
                "21 | priority 90 { | f:21:13: priority takes no block: remove this {",
                // a quote that swallows a brace
                "8  | vrrp_instance \"VI_1 { | f:8:15: this quote is never closed on its line; add the closing \"",
                // a line that failed, and what it would have given
                "5  | script | f:5:1: script needs a command; quote it if it has arguments",
                "5  | scrpt /bin/true | f:5:1: unknown keyword in vrrp_script: scrpt; did you mean script?",
                "9  | interfce eth0 | f:9:1: unknown keyword in vrrp_instance: interfce; did you mean interface?",
                "10 | virtual_router_id 256 | f:10:19: virtual_router_id must be a whole number 1..255: virtual_router_id 256",
                "10 | virtual_router_idd 10 | f:10:1: unknown keyword in vrrp_instance: virtual_router_idd; did you mean virtual_router_id?",
                "12 | auth_typ PASS | f:12:1: unknown keyword in authentication: auth_typ; did you mean auth_type?",
                "13 | auth_pass | f:13:1: auth_pass needs a password of 1..8 characters",
                "16 | 192.0.2.256 | f:16:1: not an IP address (four numbers 0..255 with dots, or IPv6): 192.0.2.256",
                "15 | virtual_ipadress { | f:15:1: unknown keyword in vrrp_instance: virtual_ipadress; did you mean virtual_ipaddress?",
                "31 | real_server 192.0.2.256 80 { | f:31:13: not an IP address (four numbers 0..255 with dots, or IPv6): real_server 192.0.2.256",
                "31 | reel_server 192.0.2.20 80 { | f:31:1: unknown keyword in virtual_server: reel_server; did you mean real_server?",
                "39 | ur { | f:39:1: unknown keyword in HTTP_GET: ur; did you mean url?",
                "47 | neighbor_ip 192.0.2 | f:47:13: not an IP address (four numbers 0..255 with dots, or IPv6): neighbor_ip 192.0.2",
            })
    void shouldSayOneThing(int line, String instead, String message) {
        assertThat(problems(with(line, instead, StandardCharsets.UTF_8))).containsExactly(message);
    }

    @Test
    void shouldSayWhereABlockWithoutAnyBracesShouldHaveThem() {
        String text = """
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 1
                    virtual_ipaddress
                        192.0.2.10
                        192.0.2.11
                    priority 90
                }
                """;
        assertThat(problems(text.getBytes(StandardCharsets.UTF_8)))
                .containsExactly("f:4:5: virtual_ipaddress needs a block: write { … } after it");
    }

    @Test
    void shouldStillSayWhatElseIsWrongWhenABraceIsMissing() {
        String text = new String(with(15, "virtual_ipaddress", StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                .replace("priority 90", "priority 900");
        assertThat(problems(text.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(
                        "f:15:1: virtual_ipaddress needs a block: write { at the end of this line",
                        "f:21:14: priority must be a whole number 1..255: priority 900");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM"})
    void shouldSayOnceThatAFileIsNotSavedAsUtf8(String encoding) {
        assertThat(problems(with(2, "    router_id lvs1 # 标识", Charset.forName(encoding))))
                .containsExactly(
                        "f:1:1: this file is saved as UTF-16; save it as UTF-8, or type: iconv -f UTF-16 -t UTF-8 FILE > NEW");
    }
}
