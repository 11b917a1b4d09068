package org.aloft.agent.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    private static final WebServer.Content JSON =
            new WebServer.Document("application/json", () -> "{}".getBytes(StandardCharsets.UTF_8));

    @Test
    void shouldAnswerAtItsPathsOnlyAndLetNobodyChangeAnything() throws Exception {
        InetSocketAddress address = freePort();
        try (WebServer server = WebServer.start(address, Map.of("/status.json", JSON))) {
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
            assertThatThrownBy(() -> WebServer.start(address, Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("name another port with --http PORT, or none with --http off");
        }
    }

    @Test
    void shouldStreamToAFewAndStillAnswerTheOthers() throws Exception {
        InetSocketAddress address = freePort();
        CountDownLatch end = new CountDownLatch(1);
        WebServer.Content stream = new WebServer.Stream("application/x-ndjson", output -> {
            output.write("first\n".getBytes(StandardCharsets.UTF_8));
            output.flush();
            try {
                end.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        List<Socket> readers = new ArrayList<>();
        try (WebServer server = WebServer.start(address, Map.of("/events", stream, "/status.json", JSON))) {
            for (int count = 0; count < 3; count++) {
                Socket reader = new Socket(address.getAddress(), address.getPort());
                readers.add(reader);
                reader.getOutputStream()
                        .write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(firstEvent(reader)).isEqualTo("first");
            }
            assertThat(get(address, "/events").statusCode()).isEqualTo(503);
            assertThat(get(address, "/status.json").statusCode()).isEqualTo(200);
            end.countDown();
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
    }

    @Test
    void shouldKeepNothingOfReadersThatLeft() throws Exception {
        InetSocketAddress address = freePort();
        Semaphore left = new Semaphore(0);
        WebServer.Content stream =
                new WebServer.Stream("application/x-ndjson", output -> writeUntilTheReaderLeaves(output, left));
        long before = connections();
        try (WebServer server = WebServer.start(address, Map.of("/events", stream))) {
            for (int count = 0; count < 5; count++) {
                try (Socket reader = new Socket(address.getAddress(), address.getPort())) {
                    reader.getOutputStream()
                            .write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    assertThat(firstEvent(reader)).isEqualTo("first");
                }
                left.acquire();
            }
            while (connections() > before) { // at most for this class's time
                Thread.sleep(50);
            }
        }
    }

    private static void writeUntilTheReaderLeaves(OutputStream output, Semaphore left) throws IOException {
        try {
            while (true) {
                output.write("first\n".getBytes(StandardCharsets.UTF_8));
                output.flush();
            }
        } finally {
            left.release();
        }
    }

    /** How many connections of HTTP servers a full collection leaves in this process. */
    private static long connections() throws Exception {
        Object histogram = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .toString()
                .lines()
                .filter(line -> line.contains("sun.net.httpserver.HttpConnection "))
                .mapToLong(line -> Long.parseLong(line.strip().split(" +", -1)[1]))
                .sum();
    }

    private static String firstEvent(Socket reader) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (!line.equals("first")) {
            line = lines.readLine();
        }
        return line;
    }
}
