package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Digests of pages of servers that this test starts. The digests are those that md5sum prints of the same bytes. */
class DigestCommandTest {
    private static final String HELLO = "b1946ac92492d2347c6235b4d2611184"; // of "hello\n"
    private static final String EMPTY = "d41d8cd98f00b204e9800998ecf8427e";

    @TempDir
    private Path folder;

    private HttpServer server;
    private String root;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve(server);
        root = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void serve(HttpServer server) {
        answer(server, "/", 200, "hello\n");
        answer(server, "/other", 200, "other\n");
        answer(server, "/moved", 302, "");
        server.start();
    }

    private static void answer(HttpServer server, String path, int status, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "/");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @Test
    void shouldPrintTheDigestOfEachPageAndTheCheckThatWantsIt() {
        Invocation seen = Invocation.of("digest", root, root + "/?a=1&b=2", root + "/moved");
        assertThat(seen.status()).as(seen.toString()).isZero();
        assertThat(seen.out())
                .isEqualTo("""
                HELLO  ROOT
                HELLO  ROOT/?a=1&b=2
                EMPTY  ROOT/moved

                check:
                  http:
                    paths:
                      - {path: "/", digest: HELLO}
                      - {path: "/?a=1&b=2", digest: HELLO}
                      - {path: "/moved", status: 302, digest: EMPTY}
                """.replace("HELLO", HELLO).replace("EMPTY", EMPTY).replace("ROOT", root));
        assertThat(seen.err()).isEmpty();
    }

    @Test
    void shouldLookAtNoCertificateAndSayTheHostOfANamedServer() throws Exception {
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        serve(secure);
        try {
            Invocation seen = Invocation.of(
                    "digest", "https://localhost:" + secure.getAddress().getPort() + "/");
            assertThat(seen.status()).as(seen.toString()).isZero();
            assertThat(seen.out())
                    .endsWith("check:\n  https:\n    paths:\n      - {path: \"/\", host: localhost, digest: " + HELLO
                            + "}\n");
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void shouldRefuseOneDigestForTwoPages() throws IOException {
        HttpServer twin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(twin, "/other", 200, "another\n");
        twin.start();
        try {
            String other = "http://127.0.0.1:" + twin.getAddress().getPort() + "/other";
            Invocation seen = Invocation.of("digest", root + "/other", other);
            assertThat(seen.status()).isEqualTo(ExitCode.FAILED.status());
            assertThat(seen.out()).contains(root + "/other\n", other + "\n").doesNotContain("check:");
            assertThat(seen.err()).contains("differ", "check its status alone");
        } finally {
            twin.stop(0);
        }
    }

    @Test
    void shouldSayWhyAPageCannotBeHad() {
        server.stop(0);
        Invocation refused = Invocation.of("digest", root + "/");
        assertThat(refused.status()).isEqualTo(ExitCode.UNREACHABLE.status());
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("aloft: " + root + "/ cannot be read: ", "curl -kv");
    }

    @Test
    void shouldRefuseWhatIsNoPage() {
        for (String url : new String[] {"ftp://127.0.0.1/", "/index.html", "http://a b/", "http://u@127.0.0.1/"}) {
            Invocation seen = Invocation.of("digest", url);
            assertThat(seen.status()).as(url).isEqualTo(ExitCode.USAGE.status());
            assertThat(seen.err()).contains("this is no URL of a page: " + url, "write http://");
        }
    }

    private SSLContext selfSigned() throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=another.example.org",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
