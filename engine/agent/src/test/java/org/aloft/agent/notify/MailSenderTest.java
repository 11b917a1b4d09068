package org.aloft.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.aloft.agent.config.GlobalDefinitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MailSenderTest {
    private static final Mail MAIL = new Mail(Told.AT, "[R1] VRRP Instance VI_1 - Zürich", "first\n\n.second\n");
    private static final String PASSWORD = "s3cret-in-no-log";

    @TempDir
    Path directory;

    private MailServer server;

    @AfterEach
    void close() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private void listen() throws Exception {
        server = new MailServer(Optional.empty());
    }

    private void listenWithTls(Certificate certificate) throws Exception {
        server = new MailServer(Optional.of(certificate.server()));
    }

    private Outcome send(String more) {
        return send(server.port(), more);
    }

    private static Outcome send(int port, String more) {
        GlobalDefinitions global =
                Told.configuration("""
                        notification_email {
                            a@x.example
                            b@x.example
                        }
                        notification_email_from k@x.example
                        smtp_server localhost %d
                        smtp_helo_name helo.example
                        %s
                        """.formatted(port, more), "").global();
        return new MailSender(global.smtp(), global.delivery()).send(MAIL);
    }

    private String login() throws Exception {
        return login("rw-------");
    }

    private String login(String permissions) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        server.login = Optional.of("alice:" + PASSWORD);
        return "smtp_user alice\nsmtp_password_file " + file + "\n";
    }

    @Test
    void shouldSendWhatKeepalivedSends() throws Exception {
        listen();
        assertThat(send("")).isEqualTo(new Outcome.Delivered(""));
        MailServer.Taken taken = server.taken.take();
        assertThat(taken.commands())
                .containsExactly(
                        "EHLO helo.example",
                        "MAIL FROM:<k@x.example>",
                        "RCPT TO:<a@x.example>",
                        "RCPT TO:<b@x.example>",
                        "DATA");
        assertThat(taken.mail())
                .contains(
                        "From: k@x.example\n",
                        "To: a@x.example, b@x.example\n",
                        "Subject: =?UTF-8?Q?[R1]_VRRP_Instance_VI=5F1_-_Z=C3=BCrich?=\n",
                        "Date: ",
                        "\n\nfirst\n\n..second\n");
    }

    @Test
    void shouldLogInOverTlsToAServerWhoseCertificateIsGood() throws Exception {
        Certificate certificate = new Certificate(directory, "server");
        listenWithTls(certificate);
        String lines = login() + "smtp_ca_file " + certificate.pem(directory.resolve("ca.pem"));
        assertThat(send(lines)).isEqualTo(new Outcome.Delivered(""));
        assertThat(server.taken.take().encrypted()).isTrue();
    }

    @Test
    void shouldNotTalkToAServerWhoseCertificateIsAnothers() throws Exception {
        listenWithTls(new Certificate(directory, "server"));
        Path other = new Certificate(directory, "other").pem(directory.resolve("other.pem"));
        assertThat(send(login() + "smtp_ca_file " + other)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.why()).contains("TLS", "smtp_ca_file");
            assertThat(failed.why()).doesNotContain(PASSWORD);
        });
        assertThat(server.taken).isEmpty();
    }

    @Test
    void shouldNotSendThePasswordToAServerWithoutTls() throws Exception {
        listen();
        assertThat(send(login())).isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.why())
                .contains("STARTTLS"));
        assertThat(server.taken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void shouldLogInInTheClearOnlyWhenToldTo(String mechanism) throws Exception {
        listen();
        server.mechanism = mechanism;
        assertThat(send(login() + "smtp_starttls off")).isEqualTo(new Outcome.Delivered(""));
    }

    @Test
    void shouldNeverShowAPasswordThatTheServerRefuses() throws Exception {
        listen();
        String lines = login() + "smtp_starttls off";
        server.login = Optional.of("alice:another");
        assertThat(send(lines)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.why()).contains("smtp_user", "smtp_password_file");
            assertThat(failed.why()).doesNotContain(PASSWORD).doesNotContain("AUTH");
            assertThat(failed.again()).as("a locked account is no help").isFalse();
        });
    }

    @Test
    void shouldRefuseAPasswordFileThatOthersCanRead() throws Exception {
        listen();
        assertThat(send(login("rw-r-----") + "smtp_starttls off"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, failed -> assertThat(failed.why()).contains("chmod 600"));
        assertThat(send("smtp_user alice\nsmtp_password_file /no/such/file"))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.why())
                        .contains("cannot read smtp_password_file /no/such/file"));
    }

    @ParameterizedTest
    @CsvSource({
        "greeting, 421 too busy,         true",
        "greeting, 554 not you,          false",
        "MAIL,     451 try later,        true",
        "MAIL,     550 not from you,     false",
        "RCPT,     450 greylisted,       true",
        "RCPT,     550 no such mailbox,  false",
        "DATA,     452 disk full,        true",
        "DATA,     554 spam,             false",
    })
    void shouldTryAgainOnlyWhatMayGetBetter(String command, String answer, boolean again) throws Exception {
        listen();
        server.answers.put(command, answer);
        assertThat(send("")).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.again()).isEqualTo(again);
            assertThat(failed.why()).startsWith("localhost port " + server.port() + ": ");
            assertThat(failed.why()).contains(answer.substring(4));
        });
    }

    @Test
    void shouldTryAgainWhenNobodyListens() throws Exception {
        listen();
        int port = server.port();
        server.close();
        assertThat(send(port, "")).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.again()).isTrue();
            assertThat(failed.why()).contains("Connection refused");
        });
    }

    @Test
    void shouldNotWaitForAServerThatSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(send(silent.getLocalPort(), "smtp_connect_timeout 0.2"))
                    .isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.again())
                            .isTrue());
        }
    }
}
