package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.DeliveryBlock;
import org.aloft.agent.config.NotificationBlock;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;

class NotificationBlockTest {
    private static final String INSTANCE = """
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 10
                virtual_ipaddress {
                    192.0.2.10
                }
                %s
            }
            """;

    private static Configuration parse(String text) throws ConfigurationException {
        return ConfigurationReader.parse(
                "test.conf", text.getBytes(StandardCharsets.UTF_8), new Surroundings("lvs1.example", "lvs1"));
    }

    private static NotificationBlock instance(String lines) throws ConfigurationException {
        return parse(INSTANCE.formatted(lines)).instances().get(0).notification();
    }

    private static DeliveryBlock global(String lines) throws ConfigurationException {
        return parse("global_defs {\n" + lines + "\n}\n").global().delivery();
    }

    private static List<String> errors(String text) {
        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, () -> parse(text));
        assertThat(refused).as("the file is refused").isNotNull();
        return refused.problems().stream().map(Problem::message).toList();
    }

    @Test
    void shouldTellNobodyByDefault() throws ConfigurationException {
        assertThat(instance("")).isEqualTo(NotificationBlock.NOBODY);
        assertThat(global(""))
                .isEqualTo(new DeliveryBlock(
                        Optional.empty(), false, Optional.empty(), 30, Duration.ofSeconds(30), List.of()));
    }

    @Test
    void shouldReadEveryKeywordOfAnInstance() throws ConfigurationException {
        NotificationBlock block = instance("""
                notify_master "/m one 'two words'" nobody
                notify_backup /b nobody nogroup
                notify_fault /f
                notify_stop /s
                notify_deleted /d
                notify_master_rx_lower_pri /l
                notify /n
                notify_priority_changes
                smtp_alert no
                notify_webhook http://one.example/x
                notify_webhook https://two.example:8443
                """);
        assertThat(block)
                .isEqualTo(new NotificationBlock(
                        new NotificationBlock.Scripts(
                                script(
                                        Optional.of(new AccountName("nobody", Optional.empty())),
                                        "/m",
                                        "one",
                                        "two words"),
                                script(Optional.of(new AccountName("nobody", Optional.of("nogroup"))), "/b"),
                                script(Optional.empty(), "/f"),
                                script(Optional.empty(), "/s"),
                                script(Optional.empty(), "/d"),
                                script(Optional.empty(), "/l"),
                                script(Optional.empty(), "/n")),
                        true,
                        Optional.of(true),
                        Optional.of(false),
                        List.of(URI.create("http://one.example/x"), URI.create("https://two.example:8443"))));
        assertThat(block.scripts()).hasSize(7);
    }

    @Test
    void shouldTakeNotifyDeletedWithoutAScript() throws ConfigurationException {
        NotificationBlock block = instance("notify_deleted");
        assertThat(block.saysDeleted()).isTrue();
        assertThat(block.byState().deleted()).isEmpty();
    }

    @Test
    void shouldReadOwnWordsOfGlobalDefs() throws ConfigurationException {
        assertThat(global("""
                        smtp_user alice
                        smtp_password_file /etc/aloft/smtp.password
                        smtp_starttls off
                        smtp_ca_file /etc/ssl/ca.pem
                        smtp_alerts_per_minute 5
                        notify_script_timeout 90
                        notify_webhook https://hooks.example/aloft
                        """))
                .isEqualTo(new DeliveryBlock(
                        Optional.of(new DeliveryBlock.SmtpLogin("alice", "/etc/aloft/smtp.password")),
                        false,
                        Optional.of("/etc/ssl/ca.pem"),
                        5,
                        Duration.ofSeconds(90),
                        List.of(URI.create("https://hooks.example/aloft"))));
    }

    @Test
    void shouldNotSendAPasswordInTheClearUnlessToldTo() throws ConfigurationException {
        String login = "smtp_user alice\nsmtp_password_file /p\n";
        assertThat(global(login).startTls()).isTrue();
        assertThat(parse("global_defs {\n" + login + "smtp_starttls off\n}\n").warnings().stream()
                        .map(Problem::message))
                .anyMatch(warning -> warning.contains("in the clear"));
    }

    @Test
    void shouldRefuseHalfALogin() {
        assertThat(errors("global_defs {\nsmtp_user alice\n}\n")).anyMatch(error -> error.contains("write both"));
        assertThat(errors("global_defs {\nsmtp_password_file /p\n}\n")).anyMatch(error -> error.contains("write both"));
    }

    @Test
    void shouldRefuseWhatIsNoWebAddress() {
        for (String wrong : List.of("ftp://x.example/", "hooks.example", "http:///x", "https://u:p@x.example/")) {
            assertThat(errors(INSTANCE.formatted("notify_webhook " + wrong)))
                    .as(wrong)
                    .singleElement()
                    .asString()
                    .startsWith("notify_webhook must be a URL")
                    .doesNotContain("u:p");
        }
    }

    @Test
    void shouldSayNoSecretsOfWhatItRefuses() {
        String wrong = """
                global_defs {
                    notify_webhook https://hooks.example.org/s3cret s3cret
                    notify_webhook https://user:s3cret@hooks.example.org/
                    startup_script /etc/aloft/start --token s3cret s3cret
                }
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 10
                    notify_master /etc/aloft/master --token s3cret s3cret
                    notify_webhook hooks.example.org/s3cret
                    authentication {
                        auth_type PASS
                        auth_pass s3cret s3cret
                    }
                    virtual_ipaddress {
                        192.0.2.10
                    }
                }
                virtual_server 192.0.2.10 80 {
                    real_server 192.0.2.30 80 {
                        MISC_CHECK {
                            misc_path /usr/bin/curl -u admin s3cret
                        }
                        UDP_CHECK {
                            payload s3cret
                        }
                    }
                }
                """;
        assertThat(errors(wrong)).hasSizeGreaterThan(6).noneMatch(line -> line.contains("s3cret"));
    }

    private static Optional<ScriptLine> script(Optional<AccountName> account, String... words) {
        return Optional.of(new ScriptLine(List.of(words), account, new Position("test.conf", 1, 1)));
    }
}
