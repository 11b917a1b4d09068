package org.aloft.agent.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.aloft.agent.thread.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@SuppressWarnings("try") // a server answers on its own
class WebServerTest {
    private static InetSocketAddress freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(probe.getInetAddress(), probe.getLocalPort());
        }
    }

    private static HttpResponse<String> get(InetSocketAddress address, String path) throws Exception {
        URI uri = URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static final HostNames NAMES = HostNames.of(Set.of("lvs1.example.org"));
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int LARGE = 16 << 20; // more than two sockets hold

    private static final WebServer.Content JSON =
            new WebServer.Document("application/json", () -> "{}".getBytes(StandardCharsets.UTF_8));

    @Test
    void shouldAnswerAtItsPathsOnlyAndLetNobodyChangeAnything() throws Exception {
        InetSocketAddress address = freePort();
        try (WebServer server = WebServer.start(address, NAMES, Map.of("/status.json", JSON), Faults.supervisor())) {
            HttpResponse<String> answer = get(address, "/status.json");
            assertThat(answer.body()).isEqualTo("{}");
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(get(address, "/other").statusCode()).isEqualTo(404);
            URI uri = URI.create("http://127.0.0.1:" + address.getPort() + "/status.json");
            HttpRequest post = HttpRequest.newBuilder(uri)
                    .POST(HttpRequest.BodyPublishers.ofString("stop"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(post, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void shouldNameAWayOutWhenThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
            assertThatThrownBy(() -> WebServer.start(address, NAMES, Map.of(), Faults.supervisor()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("name another port with --http PORT, or none with --http off");
        }
    }

    /** Says "first" to each reader and then whatever it is told, counting the readers that left. */
    private static WebServer.Content stream(Semaphore left, Supplier<Optional<byte[]>> then) {
        return new WebServer.Stream("text/plain", "idle\n", news -> new WebServer.Feed() {
            private boolean begun;

            @Override
            public Optional<byte[]> next() {
                if (begun) {
                    return then.get();
                }
                begun = true;
                return Optional.of("first\n".getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void close() {
                left.release();
            }
        });
    }

    private static WebServer.Limits limits(Duration head, Duration patience, Duration idle, int connections) {
        return new WebServer.Limits(head, patience, idle, connections, 2, 3);
    }

    private static Socket ask(InetSocketAddress address, String text) throws IOException {
        Socket reader = new Socket(address.getAddress(), address.getPort());
        reader.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return reader;
    }

    private static String answer(InetSocketAddress address, String request) throws IOException {
        try (Socket reader = ask(address, request)) {
            return new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void close(List<Socket> readers) throws IOException {
        for (Socket reader : readers) {
            reader.close();
        }
    }

    @Test
    void shouldAnswerOthersWhileManyHaveNotFinishedTheirRequests() throws Exception {
        InetSocketAddress address = freePort();
        List<Socket> readers = new ArrayList<>();
        try (WebServer server = WebServer.start(address, NAMES, Map.of("/status.json", JSON), Faults.supervisor())) {
            for (int count = 0; count < 20; count++) {
                readers.add(ask(address, "GET /status.json HTTP/1.1\r\nHost: 127.0"));
            }
            assertThat(get(address, "/status.json").body()).isEqualTo("{}");
        } finally {
            close(readers);
        }
    }

    @Test
    void shouldHangUpOnTheOldestWhenThereAreTooMany() throws Exception {
        InetSocketAddress address = freePort();
        List<Socket> readers = new ArrayList<>();
        try (WebServer server = WebServer.start(
                address,
                NAMES,
                Map.of("/status.json", JSON),
                limits(LONG, LONG, LONG, /* connections */ 4),
                Faults.supervisor())) {
            for (int count = 0; count < 8; count++) {
                readers.add(ask(address, "GET /status.json HTTP/1.1\r\nHost: 127.0"));
            }
            assertThat(readers.get(0).getInputStream().read()).isNegative();
            assertThat(get(address, "/status.json").body()).isEqualTo("{}");
        } finally {
            close(readers);
        }
    }

    @Test
    void shouldGiveUpARequestThatTakesTooLong() throws Exception {
        InetSocketAddress address = freePort();
        try (WebServer server = WebServer.start(
                address,
                NAMES,
                Map.of("/status.json", JSON),
                limits(Duration.ofMillis(50), LONG, LONG, /* connections */ 4),
                Faults.supervisor())) {
            assertThat(answer(address, "GET /status.json HTTP/1.1\r\nHost: 127.0"))
                    .startsWith("HTTP/1.1 408 ");
            assertThat(answer(address, "")).isEmpty();
        }
    }

    @Test
    void shouldAnswerOthersWhileSomeDoNotRead() throws Exception {
        InetSocketAddress address = freePort();
        Semaphore asked = new Semaphore(0);
        WebServer.Content large = new WebServer.Document("text/plain", () -> {
            asked.release();
            return new byte[LARGE];
        });
        List<Socket> readers = new ArrayList<>();
        try (WebServer server = WebServer.start(
                address,
                NAMES,
                Map.of("/large", large, "/status.json", JSON),
                limits(LONG, LONG, LONG, 64),
                Faults.supervisor())) {
            for (int count = 0; count < 20; count++) {
                readers.add(ask(address, "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            }
            asked.acquire(readers.size());
            assertThat(get(address, "/status.json").body()).isEqualTo("{}");
            long whole = 0;
            for (Socket reader : readers) {
                whole += reader.getInputStream().readNBytes(LARGE).length == LARGE ? 1 : 0;
            }
            // Two answers are kept at a time; which two is up to the order in which the requests came in. The status
            // took the place of one, and was taken.
            assertThat(whole).isEqualTo(1);
        } finally {
            close(readers);
        }
    }

    @Test
    void shouldHangUpOnAReaderThatTakesNothingForTooLong() throws Exception {
        InetSocketAddress address = freePort();
        Semaphore left = new Semaphore(0);
        byte[] much = new byte[1 << 20];
        try (WebServer server = WebServer.start(
                        address,
                        NAMES,
                        Map.of("/events", stream(left, () -> Optional.of(much))),
                        limits(LONG, Duration.ofMillis(50), LONG, 4),
                        Faults.supervisor());
                Socket reader = ask(address, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            left.acquire();
            assertThat(reader.isClosed()).isFalse();
        }
    }

    @Test
    void shouldStreamToAFewAndStillAnswerTheOthers() throws Exception {
        InetSocketAddress address = freePort();
        List<Socket> readers = new ArrayList<>();
        WebServer.Content stream = stream(new Semaphore(0), Optional::empty);
        try (WebServer server = WebServer.start(
                address,
                NAMES,
                Map.of("/events", stream, "/status.json", JSON),
                limits(LONG, LONG, LONG, 5),
                Faults.supervisor())) {
            for (int count = 0; count < 3; count++) {
                readers.add(ask(address, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
                assertThat(line(readers.get(count), "first")).isEqualTo("first");
            }
            assertThat(get(address, "/events").statusCode()).isEqualTo(503);
            for (int count = 0; count < 8; count++) { // they hang up on each other, not on streams
                readers.add(ask(address, "GET"));
            }
            assertThat(get(address, "/status.json").statusCode()).isEqualTo(200);
            readers.get(0).setSoTimeout(1);
            assertThatThrownBy(() -> readers.get(0).getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        } finally {
            close(readers);
        }
    }

    @Test
    void shouldKeepAStreamThatHasNothingToSay() throws Exception {
        InetSocketAddress address = freePort();
        try (WebServer server = WebServer.start(
                        address,
                        NAMES,
                        Map.of("/events", stream(new Semaphore(0), Optional::empty)),
                        limits(LONG, LONG, Duration.ofMillis(20), 4),
                        Faults.supervisor());
                Socket reader = ask(address, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            assertThat(line(reader, "idle")).isEqualTo("idle");
        }
    }

    @Test
    void shouldKeepNothingOfReadersThatLeft() throws Exception {
        InetSocketAddress address = freePort();
        Semaphore left = new Semaphore(0);
        WebServer.Content stream = stream(left, Optional::empty);
        try (WebServer server = WebServer.start(address, NAMES, Map.of("/events", stream), Faults.supervisor())) {
            for (int count = 0; count < 5; count++) {
                try (Socket reader = ask(address, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
                    assertThat(line(reader, "first")).isEqualTo("first");
                }
                left.acquire();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:9753",
                "[::1]:9753",
                "localhost",
                "LOCALHOST:9753",
                "lvs1.example.org",
                "Lvs1.Example.Org.:9753"
            })
    void shouldAnswerToItsOwnNames(String host) throws IOException {
        InetSocketAddress address = freePort();
        try (WebServer server = WebServer.start(address, NAMES, Map.of("/", JSON), Faults.supervisor())) {
            assertThat(answer(address, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: rebound.example.net\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1.example.net:9753\r\n\r\n",
                "GET http://rebound.example.net/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.0\r\nhost:rebound.example.net\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
            })
    void shouldNotAnswerToNamesThatOthersMayHaveLedHere(String request) throws IOException {
        InetSocketAddress address = freePort();
        try (WebServer server = WebServer.start(address, NAMES, Map.of("/", JSON), Faults.supervisor())) {
            assertThat(answer(address, request)).startsWith("HTTP/1.1 421 ").contains("--http-host NAME");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nHost: 127.0.0.1\r\n\r\n",
                "GET /\r\n\r\n",
                "\u0001\n\n"
            })
    void shouldRefuseWhatIsNoRequest(String request) throws IOException {
        InetSocketAddress address = freePort();
        try (WebServer server = WebServer.start(address, NAMES, Map.of("/", JSON), Faults.supervisor())) {
            assertThat(answer(address, request)).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void shouldRefuseAHeadWithoutEnd() throws IOException {
        InetSocketAddress address = freePort();
        try (WebServer server = WebServer.start(address, NAMES, Map.of("/", JSON), Faults.supervisor())) {
            assertThat(answer(address, "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(8192)))
                    .startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void shouldOutliveAPageThatCannotBeMade() throws Exception {
        InetSocketAddress address = freePort();
        WebServer.Content broken = new WebServer.Document("text/plain", () -> {
            throw new IllegalStateException("on purpose");
        });
        try (WebServer server =
                WebServer.start(address, NAMES, Map.of("/broken", broken, "/status.json", JSON), Faults.supervisor())) {
            assertThat(answer(address, "GET /broken HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .isEmpty();
            assertThat(get(address, "/status.json").body()).isEqualTo("{}");
        }
    }

    private static String line(Socket reader, String wanted) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (!line.equals(wanted)) {
            line = lines.readLine();
        }
        return line;
    }
}
