package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.aloft.agent.config.HttpCheckBlock;
import org.aloft.agent.config.HttpCheckBlock.Protocol;
import org.aloft.agent.config.HttpUrlBlock;
import org.aloft.agent.config.HttpUrlBlock.StatusRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code SSL_GET} against servers with a certificate that nobody signed and that names somebody else. */
@Timeout(60)
class TlsProbeTest {
    private static final String PASSWORD = "not secret";
    private static final byte[] HELLO = "HTTP/1.0 200 OK\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    static Path folder;

    private static SSLContext context;

    private final CheckFixture checks = new CheckFixture();

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=somebody.else.example",
                        "-validity",
                        "3",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
    }

    @AfterEach
    void close() {
        checks.close();
    }

    private static HttpCheckBlock get(TcpServer server, boolean sni, boolean requiresCloseNotify, boolean quick) {
        HttpUrlBlock url = new HttpUrlBlock(
                "/",
                Optional.empty(),
                List.of(StatusRange.SUCCESS),
                Optional.of("www.example.org:8443"),
                Optional.empty(),
                requiresCloseNotify);
        return new HttpCheckBlock(
                CheckFixture.to(server.address(), quick ? CheckFixture.SHORT : CheckFixture.LONG),
                CheckFixture.PACE,
                true,
                sni,
                Protocol.HTTP_1_1,
                false,
                List.of(url));
    }

    private static SSLServerSocket listen(int family) throws IOException {
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, CheckFixture.loopback(family));
    }

    @ParameterizedTest
    @CsvSource({"4, false, ''", "6, false, ''", "4, true, www.example.org"})
    void shouldPassWhateverTheCertificateSaysAndNameTheServerIfAskedTo(int family, boolean sni, String named)
            throws Exception {
        BlockingQueue<String> names = new LinkedBlockingQueue<>();
        try (TcpServer server = TcpServer.start(listen(family), connection -> {
            TcpServer.readHead(connection.getInputStream());
            names.add(((ExtendedSSLSession) ((SSLSocket) connection).getSession())
                    .getRequestedServerNames().stream()
                            .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
                            .collect(Collectors.joining(",")));
            connection.getOutputStream().write(HELLO);
        })) {
            CheckNews news = checks.verdict(get(server, sni, false, false));
            assertThat(news.reason())
                    .isEqualTo("https://" + Dialer.text(server.address())
                            + "/ of www.example.org:8443 answered 200 as it should");
            assertThat(news.up()).isTrue();
            assertThat(names.take()).isEqualTo(named);
        }
    }

    @Test
    void shouldFailWhenTheOtherSideSpeaksNoTls() throws Exception {
        try (TcpServer server = TcpServer.http(4, "HTTP/1.0 200 OK\r\n\r\n")) {
            CheckNews news = checks.verdict(get(server, false, false, true));
            assertThat(news.up()).isFalse();
        }
        try (TcpServer server = TcpServer.start(4, connection -> {
            connection.getOutputStream().write("HTTP/1.0 400 Bad\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            TcpServer.hold(connection);
        })) {
            CheckNews news = checks.verdict(get(server, false, false, false));
            assertThat(news.up()).isFalse();
            assertThat(news.reason()).contains("the conversation with ").contains("not an ssl/tls record");
        }
    }

    @Test
    void shouldFailWhenTheHandshakeIsNeverAnswered() throws Exception {
        try (TcpServer server = TcpServer.start(4, TcpServer::hold)) {
            assertThat(checks.verdict(get(server, false, false, true)).reason())
                    .isEqualTo("no answer from " + Dialer.text(server.address()) + " within 0.2 s");
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false, true", "false, true, true", "true, false, false", "true, true, true"})
    void shouldInsistOnCloseNotifyOnlyIfAskedTo(boolean required, boolean sent, boolean up) throws Exception {
        try (TcpServer server = TcpServer.start(4, plain -> {
            SSLSocket connection =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, null, /* autoClose */ false);
            connection.setUseClientMode(false);
            TcpServer.readHead(connection.getInputStream());
            connection.getOutputStream().write(HELLO);
            end(connection, plain, sent);
        })) {
            CheckNews news = checks.verdict(get(server, false, required, false));
            assertThat(news.up()).as(news.reason()).isEqualTo(up);
            if (!up) {
                assertThat(news.reason()).endsWith("closed the connection without the close_notify that TLS asks for");
            }
        }
    }

    /** As servers on OpenSSL do over TLS 1.3. */
    @Test
    void shouldTakeCloseNotifyForTheEndWhileTheConnectionStands() throws Exception {
        try (TcpServer server = TcpServer.start(4, plain -> {
            SSLSocket connection =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, null, /* autoClose */ false);
            connection.setUseClientMode(false);
            TcpServer.readHead(connection.getInputStream());
            connection.getOutputStream().write(HELLO);
            connection.shutdownOutput();
            TcpServer.hold(plain);
        })) {
            assertThat(checks.verdict(get(server, false, false, false)).reason())
                    .endsWith(" answered 200 as it should");
        }
    }

    private static void end(SSLSocket connection, Socket plain, boolean politely) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.flush();
        if (politely) {
            connection.close();
        }
        plain.close();
    }
}
