package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.BfdCheckBlock;
import org.aloft.agent.config.BodyPattern;
import org.aloft.agent.config.CheckBlock;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.CheckPace;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.DnsCheckBlock;
import org.aloft.agent.config.FileCheckBlock;
import org.aloft.agent.config.HexBytes;
import org.aloft.agent.config.HttpCheckBlock;
import org.aloft.agent.config.HttpCheckBlock.Protocol;
import org.aloft.agent.config.HttpUrlBlock;
import org.aloft.agent.config.HttpUrlBlock.StatusRange;
import org.aloft.agent.config.MiscCheckBlock;
import org.aloft.agent.config.PingCheckBlock;
import org.aloft.agent.config.SmtpCheckBlock;
import org.aloft.agent.config.TcpCheckBlock;
import org.aloft.agent.config.TrackWeight;
import org.aloft.agent.config.UdpCheckBlock;
import org.aloft.agent.config.UdpCheckBlock.ExpectedReply;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check twice: with nothing said, and with everything at another value than its default. */
class CheckLanguageTest {
    private static final CheckConnection SERVER = CheckConnection.to(new InetSocketAddress("192.0.2.20", 80));

    /** Every word of a connection, and what it comes to. */
    private static final String CONNECTION = """
            connect_ip 2001:db8::20
            connect_port 81
            connect_timeout 1.5
            bindto 2001:db8::1
            bind_port 1024
            bind_if eth1
            fwmark 7
            """;

    private static final String PACE = """
            alpha
            retry 4
            delay_before_retry 0.5
            warmup 0
            delay_loop 7
            log_all_failures
            """;

    private static final CheckPace OTHER_PACE =
            new CheckPace(true, 4, Duration.ofMillis(500), Duration.ofSeconds(7), Duration.ZERO, true);

    private static CheckConnection otherConnection() throws Exception {
        return new CheckConnection(
                new InetSocketAddress("2001:db8::20", 81),
                Duration.ofMillis(1500),
                Optional.of(InetAddress.getByName("2001:db8::1")),
                1024,
                Optional.of("eth1"),
                7);
    }

    private static List<CheckBlock> checks(String virtualServer, String realServer) throws ConfigurationException {
        return parse(text(virtualServer, realServer))
                .virtualServers()
                .get(0)
                .realServers()
                .get(0)
                .checks();
    }

    private static CheckBlock check(String name, String... lines) throws ConfigurationException {
        return checks("", name + " {\n" + String.join("\n", lines) + "\n}").get(0);
    }

    private static Configuration parse(byte[] text) throws ConfigurationException {
        return ConfigurationReader.parse("test.conf", text, new Surroundings("lvs1.example.net", ""));
    }

    private static byte[] text(String virtualServer, String realServer) {
        return ("track_file load {\nfile /run/load\n}\nbfd_instance peer {\nneighbor_ip 192.0.2.9\n}\n"
                        + "virtual_server 192.0.2.10 80 {\n" + virtualServer + "\nreal_server 192.0.2.20 80 {\n"
                        + realServer
                        + "\n}\n}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> errors(String check) {
        ConfigurationException refused =
                catchThrowableOfType(ConfigurationException.class, () -> parse(text("", check)));
        assertThat(refused).as("the file is refused").isNotNull();
        return refused.problems().stream().map(Problem::message).toList();
    }

    @Test
    void shouldUseKeepalivedsDefaults() throws Exception {
        CheckPace pace = CheckPace.byDefault();
        Duration minute = Duration.ofMinutes(1);
        assertThat(check("TCP_CHECK")).isEqualTo(new TcpCheckBlock(SERVER, pace));
        assertThat(check("PING_CHECK")).isEqualTo(new PingCheckBlock(SERVER, pace));
        assertThat(check("UDP_CHECK")).isEqualTo(new UdpCheckBlock(SERVER, pace, Optional.empty(), Optional.empty()));
        assertThat(check("SMTP_CHECK"))
                .isEqualTo(new SmtpCheckBlock(List.of(SERVER), pace, "smtpchecker.keepalived.org"));
        assertThat(check("DNS_CHECK"))
                .isEqualTo(new DnsCheckBlock(
                        SERVER, new CheckPace(false, 3, minute, minute, minute, false), DnsCheckBlock.Type.SOA, "."));
        assertThat(check("HTTP_GET", "url {", "}"))
                .isEqualTo(new HttpCheckBlock(
                        SERVER,
                        new CheckPace(false, 1, Duration.ofSeconds(3), minute, minute, false),
                        false,
                        false,
                        Protocol.HTTP_1_0,
                        false,
                        List.of(new HttpUrlBlock(
                                "/",
                                Optional.empty(),
                                List.of(new StatusRange(200, 299)),
                                Optional.empty(),
                                Optional.empty(),
                                false))));
        assertThat(((HttpCheckBlock) check("SSL_GET", "url {", "}")).tls()).isTrue();
        MiscCheckBlock misc = (MiscCheckBlock) check("MISC_CHECK", "misc_path /bin/true");
        assertThat(misc.script().command()).containsExactly("/bin/true");
        assertThat(misc.script().account()).isEmpty();
        assertThat(misc.timeout()).isEqualTo(minute);
        assertThat(misc.dynamic()).isFalse();
        assertThat(misc.pace()).isEqualTo(new CheckPace(false, 0, Duration.ofSeconds(1), minute, minute, false));
        assertThat(check("FILE_CHECK", "track_file load")).isEqualTo(new FileCheckBlock("load", Optional.empty()));
        assertThat(check("BFD_CHECK", "name peer")).isEqualTo(new BfdCheckBlock("peer"));
    }

    @Test
    void shouldReadEveryKeywordThatChecksHaveInCommon() throws Exception {
        CheckConnection connection = otherConnection();
        assertThat(check("TCP_CHECK", CONNECTION, PACE)).isEqualTo(new TcpCheckBlock(connection, OTHER_PACE));
        assertThat(check("PING_CHECK", CONNECTION, PACE)).isEqualTo(new PingCheckBlock(connection, OTHER_PACE));
        assertThat(check("UDP_CHECK", CONNECTION, PACE))
                .isEqualTo(new UdpCheckBlock(connection, OTHER_PACE, Optional.empty(), Optional.empty()));
        assertThat(check("SMTP_CHECK", CONNECTION, PACE, "helo_name mx.example"))
                .isEqualTo(new SmtpCheckBlock(List.of(connection), OTHER_PACE, "mx.example"));
        assertThat(check("DNS_CHECK", CONNECTION, PACE, "type aaaa", "name www.example.org."))
                .isEqualTo(new DnsCheckBlock(connection, OTHER_PACE, DnsCheckBlock.Type.AAAA, "www.example.org."));
    }

    @Test
    void shouldReadEveryKeywordOfHttp() throws Exception {
        HttpCheckBlock block = (HttpCheckBlock) check("SSL_GET", CONNECTION, PACE, """
                http_protocol 1.0c
                fast_recovery
                enable_sni
                url {
                    path /one
                    digest 9B3A0C85A887A256D6939DA88AABD8CD
                    status_code 200-204 503
                    virtualhost www.example.org
                    tls_compliant
                }
                url {
                    regex "ok|fine"
                    regex_no_match
                    regex_options caseless multiline no_auto_possess
                    regex_min_offset 3
                    regex_max_offset 9
                }
                """);
        assertThat(block)
                .isEqualTo(new HttpCheckBlock(
                        otherConnection(),
                        OTHER_PACE,
                        true,
                        true,
                        Protocol.HTTP_1_0_CLOSE,
                        true,
                        List.of(
                                new HttpUrlBlock(
                                        "/one",
                                        Optional.of("9b3a0c85a887a256d6939da88aabd8cd"),
                                        List.of(new StatusRange(200, 204), new StatusRange(503, 503)),
                                        Optional.of("www.example.org"),
                                        Optional.empty(),
                                        true),
                                new HttpUrlBlock(
                                        "/",
                                        Optional.empty(),
                                        List.of(StatusRange.SUCCESS),
                                        Optional.empty(),
                                        Optional.of(new BodyPattern(
                                                "ok|fine",
                                                Pattern.CASE_INSENSITIVE | Pattern.MULTILINE,
                                                true,
                                                3,
                                                OptionalInt.of(9))),
                                        false))));
    }

    @Test
    void shouldReadEveryKeywordOfTheOtherChecks() throws Exception {
        MiscCheckBlock misc = (MiscCheckBlock) check(
                "MISC_CHECK",
                PACE,
                "misc_path \"/bin/check one 'two words'\"",
                "misc_timeout 9",
                "misc_dynamic",
                "user me us");
        assertThat(misc.script().command()).containsExactly("/bin/check", "one", "two words");
        assertThat(misc.script().account()).contains(new AccountName("me", Optional.of("us")));
        assertThat(misc.timeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(misc.dynamic()).isTrue();
        assertThat(misc.pace()).isEqualTo(OTHER_PACE);
        assertThat(check("FILE_CHECK", "track_file load", "weight -3 reverse", "dynamic"))
                .isEqualTo(new FileCheckBlock("load", Optional.of(new TrackWeight(-3, true))));
        UdpCheckBlock udp = (UdpCheckBlock) check(
                "UDP_CHECK",
                "payload Ab12f 3 456 546443123",
                "require_reply 1x Xf",
                "min_reply_length 2",
                "max_reply_length 9");
        assertThat(udp.payload().orElseThrow().toArray())
                .containsExactly(0xAB, 0x12, 0x0F, 0x03, 0x45, 0x06, 0x54, 0x64, 0x43, 0x12, 0x03);
        assertThat(udp.reply())
                .contains(new ExpectedReply(Optional.of(new HexBytes(List.of(0x10, 0x0f), List.of(0xf0, 0x0f))), 2, 9));
        SmtpCheckBlock smtp = (SmtpCheckBlock) check(
                "SMTP_CHECK",
                "connect_timeout 2",
                "host {",
                "connect_port 25",
                "}",
                "host {",
                "connect_ip 192.0.2.25",
                "}");
        assertThat(smtp.connections())
                .extracting(CheckConnection::target)
                .containsExactly(new InetSocketAddress("192.0.2.20", 25), new InetSocketAddress("192.0.2.25", 80));
        assertThat(smtp.connections()).extracting(CheckConnection::timeout).containsOnly(Duration.ofSeconds(2));
    }

    @Test
    void shouldTakeWhatACheckDoesNotSayFromTheServersAroundItWhereverThatStands() throws Exception {
        List<CheckBlock> checks = checks(
                "delay_loop 6\nretry 2\nvirtualhost outer.example\nconnect_timeout 2\nwarmup 1\nalpha",
                "DNS_CHECK {\n}\nHTTP_GET {\nretry 9\nurl {\n}\nurl {\nvirtualhost own.example\n}\n}\n"
                        + "virtualhost inner.example\ndelay_before_retry 4\nalpha no");
        DnsCheckBlock dns = (DnsCheckBlock) checks.get(0);
        assertThat(dns.pace())
                .isEqualTo(new CheckPace(
                        false, 2, Duration.ofSeconds(4), Duration.ofSeconds(6), Duration.ofSeconds(1), false));
        assertThat(dns.connection().timeout()).isEqualTo(Duration.ofSeconds(2));
        HttpCheckBlock http = (HttpCheckBlock) checks.get(1);
        assertThat(http.pace().retries()).isEqualTo(9);
        assertThat(http.urls())
                .extracting(HttpUrlBlock::virtualHost)
                .containsExactly(Optional.of("inner.example"), Optional.of("own.example"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP_GET { ; }                                   | HTTP_GET needs a line inside its braces: url { path / }",
                "MISC_CHECK { ; }                                 | MISC_CHECK needs a line inside its braces: misc_path",
                "FILE_CHECK { ; }                                 | FILE_CHECK needs a line inside its braces: track_file NAME",
                "FILE_CHECK { ; track_file loads ; }              | a FILE_CHECK of this virtual_server names loads, but there is no such track_file; did you mean load?",
                "BFD_CHECK { ; name other ; }                     | a BFD_CHECK of this virtual_server names other, but there is no such bfd_instance; add bfd_instance other { … }",
                "BFD_CHECK { ; }                                  | BFD_CHECK needs a line inside its braces: name NAME",
                "TCP_CHECK { ; conect_ip 192.0.2.1 ; }            | unknown keyword in TCP_CHECK: conect_ip; did you mean connect_ip?",
                "MISC_CHECK { ; connect_ip 192.0.2.1 ; }          | unknown keyword in MISC_CHECK: connect_ip",
                "HTTP_GET { ; url { ; path \"/a b\" ; } ; }       | path must have no blanks; write %20 for a blank",
                "HTTP_GET { ; url { ; digest 12 ; } ; }           | digest must be 32 hexadecimal digits, as `aloftd genhash` prints them",
                "HTTP_GET { ; url { ; status_code 300-200 ; } ; } | status_code must be 100..999, or a range such as 200-299",
                "HTTP_GET { ; url { ; regex \"(\" ; } ; }         | regex cannot be read: Unclosed group near place",
                "HTTP_GET { ; url { ; regex a ; regex_options ungreedy ; } ; } | regex_options ungreedy is not supported",
                "HTTP_GET { ; url { ; regex a ; regex_options caselss ; } ; }  | did you mean caseless?",
                "HTTP_GET { ; http_protocol 2 ; url { ; } ; }     | http_protocol must be one of 1.0",
                "UDP_CHECK { ; payload xy ; }                     | payload must be hexadecimal digits, blanks between as you like: correct them",
                "UDP_CHECK { ; require_reply ; min_reply_length 300 ; } | min_reply_length must be at most max_reply_length: 300 > 255",
                "DNS_CHECK { ; name a..b ; }                      | name must be a domain name of labels of 1..63 letters",
                "DNS_CHECK { ; type PTR ; }                       | type must be one of A",
            })
    void shouldSayWhatIsWrongWithACheck(String check, String message) {
        assertThat(errors(check.replace(" ; ", "\n")))
                .anySatisfy(text -> assertThat(text).contains(message));
    }

    @Test
    void shouldWarnThatSniNeedsTls() throws Exception {
        Configuration configuration = parse(text("", "HTTP_GET {\nenable_sni\nurl {\n}\n}"));
        assertThat(configuration.warnings()).extracting(Problem::message).anySatisfy(message -> assertThat(message)
                .isEqualTo("enable_sni does nothing here: HTTP_GET speaks no TLS; SSL_GET does"));
    }

    @Test
    void shouldWarnThatJavasExpressionsNeedNoStack() throws Exception {
        Configuration configuration = parse(text("", "HTTP_GET {\nurl {\nregex a\nregex_stack 1000 2000\n}\n}"));
        assertThat(configuration.warnings()).extracting(Problem::message).anySatisfy(message -> assertThat(message)
                .contains("regex_stack does nothing here"));
    }
}
