package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aloft.agent.config.BodyPattern;
import org.aloft.agent.config.HttpCheckBlock;
import org.aloft.agent.config.HttpCheckBlock.Protocol;
import org.aloft.agent.config.HttpUrlBlock;
import org.aloft.agent.config.HttpUrlBlock.StatusRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code HTTP_GET} against servers that answer right, wrong, slowly, not at all, too much, and nonsense. */
@Timeout(60)
class HttpProbeTest {
    private static final String HELLO = "HTTP/1.0 200 OK\r\nServer: test\r\n\r\nhello world";
    private static final String MD5_OF_HELLO_WORLD = "5eb63bbbe01eeed093cb22bb8f5acdc3";
    /**
     * Of {@code "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"}: what genhash of keepalived 2.2.7 prints for such an answer.
     */
    private static final String MD5_OF_CHUNKS = "fc3946cc674492e3e09d9e45c4c09023";

    private final CheckFixture checks = new CheckFixture();

    @AfterEach
    void close() {
        checks.close();
    }

    private static HttpUrlBlock url() {
        return new HttpUrlBlock(
                "/", Optional.empty(), List.of(StatusRange.SUCCESS), Optional.empty(), Optional.empty(), false);
    }

    private static HttpUrlBlock digest(String digest) {
        return new HttpUrlBlock("/", Optional.of(digest), List.of(), Optional.empty(), Optional.empty(), false);
    }

    private static HttpUrlBlock regex(String regex, boolean mustNotMatch) {
        BodyPattern body = new BodyPattern(regex, 0, mustNotMatch, 0, OptionalInt.empty());
        return new HttpUrlBlock("/", Optional.empty(), List.of(), Optional.empty(), Optional.of(body), false);
    }

    private static HttpCheckBlock get(InetSocketAddress server, Duration timeout, HttpUrlBlock... urls) {
        return new HttpCheckBlock(
                CheckFixture.to(server, timeout),
                CheckFixture.PACE,
                false,
                false,
                Protocol.HTTP_1_0,
                false,
                List.of(urls));
    }

    private CheckNews ask(String answer, HttpUrlBlock url) throws Exception {
        try (TcpServer server = TcpServer.http(4, answer)) {
            return checks.verdict(get(server.address(), CheckFixture.LONG, url));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldPassWhenTheServerAnswersWithSuccess(int family) throws Exception {
        try (TcpServer server = TcpServer.http(family, HELLO)) {
            CheckNews news = checks.verdict(get(server.address(), CheckFixture.LONG, url()));
            assertThat(news.reason())
                    .isEqualTo("http://" + Dialer.text(server.address()) + "/ answered 200 as it should");
            assertThat(news.up()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldFailWhenNobodyListens(int family) throws Exception {
        InetSocketAddress address;
        try (TcpServer server = TcpServer.http(family, HELLO)) {
            address = server.address();
        }
        CheckNews news = checks.verdict(get(address, CheckFixture.LONG, url()));
        assertThat(news.up()).isFalse();
        assertThat(news.reason()).isEqualTo("no connection to " + Dialer.text(address) + ": connection refused");
    }

    @Test
    void shouldFailOnAStatusThatIsNotWanted() throws Exception {
        CheckNews news = ask("HTTP/1.1 503 Busy\r\n\r\n", url());
        assertThat(news.up()).isFalse();
        assertThat(news.reason()).endsWith(" answered 503 instead of 200-299");
    }

    @Test
    void shouldPassOnAStatusThatIsWanted() throws Exception {
        HttpUrlBlock busy = new HttpUrlBlock(
                "/",
                Optional.empty(),
                List.of(StatusRange.SUCCESS, new StatusRange(503, 503)),
                Optional.empty(),
                Optional.empty(),
                false);
        assertThat(ask("HTTP/1.1 503 Busy\r\n\r\n", busy).up()).isTrue();
    }

    @Test
    void shouldCompareTheDigestOfTheBody() throws Exception {
        assertThat(ask(HELLO, digest(MD5_OF_HELLO_WORLD)).up()).isTrue();
        CheckNews news = ask(HELLO + "!", digest(MD5_OF_HELLO_WORLD));
        assertThat(news.up()).isFalse();
        assertThat(news.reason()).endsWith(" instead of " + MD5_OF_HELLO_WORLD);
    }

    @Test
    void shouldTakeTheDigestOfChunksAsTheyCameOverTheWireAsGenhashDoes() throws Exception {
        String chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
        assertThat(ask(chunks, digest(MD5_OF_CHUNKS)).up()).isTrue();
    }

    @Test
    void shouldTakeNoMoreThanTheLengthThatTheServerTold() throws Exception {
        String more = "HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\nhello worldMORE";
        assertThat(ask(more, digest(MD5_OF_HELLO_WORLD)).up()).isTrue();
    }

    @Test
    void shouldNotWaitForTheServerToCloseOnceTheToldLengthIsThere() throws Exception {
        try (TcpServer server = TcpServer.start(4, connection -> {
            TcpServer.readHead(connection.getInputStream());
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
            TcpServer.hold(connection);
        })) {
            assertThat(checks.verdict(get(server.address(), CheckFixture.LONG, url()))
                            .up())
                    .isTrue();
        }
    }

    @Test
    void shouldSearchTheBody() throws Exception {
        assertThat(ask(HELLO, regex("w.rld$", false)).up()).isTrue();
        assertThat(ask(HELLO, regex("moon", false)).reason()).endsWith("has nothing that regex finds");
        assertThat(ask(HELLO, regex("moon", true)).up()).isTrue();
        assertThat(ask(HELLO, regex("hello", true)).reason()).endsWith("has what regex must not find");
    }

    @Test
    void shouldEndASearchThatWouldTakeForEver() throws Exception {
        CheckNews news = ask("HTTP/1.0 200 OK\r\n\r\n" + "a".repeat(64), regex("(.*a){12}b", false));
        assertThat(news.up()).isFalse();
        assertThat(news.reason()).contains("is too hard for its regex");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.0 abc OK\r\n\r\n", "\r\n\r\n", "HTTP/2 200\r\n\r\n"})
    void shouldFailOnWhatIsNoHttp(String nonsense) throws Exception {
        CheckNews news = ask(nonsense, url());
        assertThat(news.up()).isFalse();
        assertThat(news.reason()).endsWith("is no use: it does not begin with a status line of HTTP/1.x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.0 200 OK", "HTTP/1.0 200 OK\r\nServer: x\r\n"})
    void shouldFailWhenTheServerClosesTooEarly(String beginning) throws Exception {
        CheckNews news = ask(beginning, url());
        assertThat(news.up()).isFalse();
        assertThat(news.reason()).contains(" closed the connection before the head of its answer was complete");
    }

    @Test
    void shouldFailOnAHeadWithoutEnd() throws Exception {
        assertThat(ask("HTTP/1.0 200 OK\r\n" + "X: y\r\n".repeat(20_000), url()).reason())
                .endsWith("its head is longer than 65536 bytes");
    }

    @Test
    void shouldFailOnABodyWithoutEnd() throws Exception {
        try (TcpServer server = TcpServer.start(4, connection -> {
            OutputStream out = connection.getOutputStream();
            out.write("HTTP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] much = new byte[64 * 1024];
            while (true) {
                out.write(much);
            }
        })) {
            assertThat(checks.verdict(get(server.address(), CheckFixture.LONG, url()))
                            .reason())
                    .endsWith("its body is longer than 16777216 bytes");
        }
    }

    @Test
    void shouldFailWhenTheServerAcceptsAndSaysNothing() throws Exception {
        try (TcpServer server = TcpServer.start(4, TcpServer::hold)) {
            assertThat(checks.verdict(get(server.address(), CheckFixture.SHORT, url()))
                            .reason())
                    .isEqualTo("no answer from " + Dialer.text(server.address()) + " within 0.2 s");
        }
    }

    @Test
    void shouldFailWhenTheServerFeedsItByteByByteForEver() throws Exception {
        try (TcpServer server = TcpServer.start(4, connection -> {
            while (true) {
                connection.getOutputStream().write('x');
                pause(connection, 20);
            }
        })) {
            assertThat(checks.verdict(get(server.address(), Duration.ofMillis(400), url()))
                            .reason())
                    .endsWith(" has not come to an end within 4.8 s");
        }
    }

    /** Waits for so long, unless the other side goes. */
    private static void pause(Socket connection, int millis) throws IOException {
        connection.setSoTimeout(millis);
        try {
            TcpServer.hold(connection);
        } catch (SocketTimeoutException over) {
            return;
        }
        throw new EOFException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.0C", "1.1"})
    void shouldAskAsKeepalivedDoes(String version) throws Exception {
        Protocol protocol = List.of(Protocol.values()).stream()
                .filter(candidate -> candidate.keyword().equals(version))
                .findFirst()
                .orElseThrow();
        List<String> heard = new CopyOnWriteArrayList<>();
        try (TcpServer server = TcpServer.start(4, connection -> {
            heard.add(TcpServer.readHead(connection.getInputStream()));
            connection.getOutputStream().write(HELLO.getBytes(StandardCharsets.US_ASCII));
        })) {
            HttpUrlBlock named = new HttpUrlBlock(
                    "/a?b=c", Optional.empty(), List.of(), Optional.of("www.example.org"), Optional.empty(), false);
            HttpCheckBlock block = get(server.address(), CheckFixture.LONG, named, url());
            checks.verdict(
                    new HttpCheckBlock(block.connection(), block.pace(), false, false, protocol, false, block.urls()));
            String begin = version.equals("1.1") ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n";
            String close = version.equals("1.0") ? "" : "Connection: close\r\n";
            assertThat(heard.get(0))
                    .isEqualTo("GET /a?b=c" + begin + "User-Agent: KeepAliveClient\r\n" + close
                            + "Host: www.example.org\r\n\r\n");
            assertThat(heard.get(1))
                    .isEqualTo("GET /" + begin + "User-Agent: KeepAliveClient\r\n" + close + "Host: "
                            + Dialer.text(server.address()) + "\r\n\r\n");
        }
    }

    @Test
    void shouldNotCountAServerAsWellUntilEveryUrlIs() throws Exception {
        try (TcpServer server = TcpServer.start(4, connection -> {
            String status = TcpServer.readHead(connection.getInputStream()).startsWith("GET /bad") ? "500" : "200";
            connection
                    .getOutputStream()
                    .write(("HTTP/1.0 " + status + " x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        })) {
            HttpUrlBlock bad = new HttpUrlBlock(
                    "/bad", Optional.empty(), List.of(StatusRange.SUCCESS), Optional.empty(), Optional.empty(), false);
            CheckNews news = checks.verdict(get(server.address(), CheckFixture.LONG, url(), bad));
            assertThat(news.up()).isFalse();
            assertThat(news.reason()).endsWith("/bad answered 500 instead of 200-299");
        }
    }
}
