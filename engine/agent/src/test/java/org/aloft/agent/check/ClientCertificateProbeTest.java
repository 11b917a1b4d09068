package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.aloft.agent.config.HttpCheckBlock;
import org.aloft.agent.config.HttpCheckBlock.Protocol;
import org.aloft.agent.config.HttpUrlBlock;
import org.aloft.agent.config.HttpUrlBlock.StatusRange;
import org.aloft.agent.config.SslBlock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code SSL_GET} against servers that talk to nobody without a certificate. */
@Timeout(60)
class ClientCertificateProbeTest {
    private static final byte[] HELLO = "HTTP/1.0 200 OK\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    static Path folder;

    private static OpenSsl openssl;
    private static SSLContext context;

    private final CheckFixture checks = new CheckFixture();
    private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();

    @BeforeAll
    static void makeIdentities() throws Exception {
        openssl = new OpenSsl(folder);
        openssl.identity("server", "ec -pkeyopt ec_paramgen_curve:P-256");
        openssl.identity("rsa", "rsa:2048");
        openssl.identity("ec", "ec -pkeyopt ec_paramgen_curve:P-256");
        openssl.identity("ed", "ed25519");
        context = SSLContext.getInstance("TLS");
        context.init(keys(), new TrustManager[] {new TakesAll()}, null);
    }

    private static KeyManager[] keys() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        ClientCertificate own = certificate("server");
        keys.setKeyEntry("server", own.key(), new char[0], own.chain().toArray(new X509Certificate[0]));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        return managers.getKeyManagers();
    }

    /** Names an issuer that signed none of the certificates, and takes them all the same. */
    private static final class TakesAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            try {
                return certificate("server").chain().toArray(new X509Certificate[0]);
            } catch (UnusableCertificateException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private static ClientCertificate certificate(String name) throws UnusableCertificateException {
        return ClientCertificate.read(new SslBlock(
                        Optional.of(openssl.file(name + ".key")),
                        Optional.of(openssl.file(name + ".crt")),
                        Optional.empty()))
                .orElseThrow();
    }

    private static TlsIdentity identity(String name) throws UnusableCertificateException {
        return TlsIdentity.of(Optional.of(certificate(name)));
    }

    @AfterEach
    void close() {
        checks.close();
    }

    private TcpServer serve(String version) throws IOException {
        SSLServerSocket listening =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, CheckFixture.loopback(4));
        listening.setNeedClientAuth(true);
        listening.setEnabledProtocols(new String[] {version});
        return TcpServer.start(listening, this::answer);
    }

    private void answer(Socket connection) throws IOException {
        TcpServer.readHead(connection.getInputStream());
        X509Certificate first =
                (X509Certificate) ((SSLSocket) connection).getSession().getPeerCertificates()[0];
        shown.add(first.getSubjectX500Principal().getName());
        connection.getOutputStream().write(HELLO);
    }

    private static HttpCheckBlock get(TcpServer server) {
        HttpUrlBlock url = new HttpUrlBlock(
                "/",
                Optional.empty(),
                List.of(StatusRange.SUCCESS),
                Optional.empty(),
                Optional.empty(),
                /* requiresCloseNotify */ false);
        return new HttpCheckBlock(
                CheckFixture.to(server.address(), CheckFixture.LONG),
                CheckFixture.PACE,
                /* tls */ true,
                /* sendsServerName */ false,
                Protocol.HTTP_1_0,
                /* fastRecovery */ false,
                List.of(url));
    }

    @ParameterizedTest
    @CsvSource({"rsa, TLSv1.2", "rsa, TLSv1.3", "ec, TLSv1.2", "ec, TLSv1.3", "ed, TLSv1.3"})
    void shouldShowItsCertificateWhoeverTheServerSaysItTrusts(String name, String version) throws Exception {
        checks.identity = identity(name);
        try (TcpServer server = serve(version)) {
            CheckNews news = checks.verdict(get(server));
            assertThat(news.reason()).endsWith(" answered 200 as it should");
            assertThat(news.up()).isTrue();
            assertThat(shown.take()).isEqualTo("CN=" + name);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void shouldFailWithoutACertificateWhereOneIsNeeded(String version) throws Exception {
        try (TcpServer server = serve(version)) {
            CheckNews news = checks.verdict(get(server));
            assertThat(news.up()).isFalse();
            assertThat(shown).isEmpty();
        }
    }

    @Test
    void shouldShowAnotherCertificateAtTheNextLookWithoutBeginningAnew() throws Exception {
        checks.identity = identity("rsa");
        try (TcpServer server = serve("TLSv1.3")) {
            RunningCheck running = checks.start(get(server));
            assertThat(checks.news().up()).isTrue();
            checks.identity = identity("ec");
            String last = shown.take();
            while (last.equals("CN=rsa")) {
                last = shown.take();
            }
            assertThat(last).isEqualTo("CN=ec");
            running.close();
        }
    }

    /** The file is at fault then, not the server. */
    @Test
    void shouldLeaveTheServerAloneWhileItsOwnCertificateIsUnusable() throws Exception {
        checks.identity = TlsIdentity.unusable("a.conf:2:3: key /a cannot be used");
        try (TcpServer server = serve("TLSv1.3")) {
            CheckNews news = checks.verdict(get(server));
            assertThat(news.up()).isTrue();
            assertThat(news.reason()).isEqualTo("it is not checked: a.conf:2:3: key /a cannot be used");
            checks.identity = TlsIdentity.of(Optional.empty());
            assertThat(checks.verdict(get(server)).up()).isFalse();
        }
    }
}
