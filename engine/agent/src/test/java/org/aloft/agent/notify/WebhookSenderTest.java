package org.aloft.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WebhookSenderTest {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final WebhookSender sender = new WebhookSender(Duration.ofMillis(500));
    private HttpServer server;
    private int status = 204;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private URI uri(int port) {
        return URI.create("http://localhost:" + port + "/hook/t0ken?x=y");
    }

    @Test
    void shouldPostTheDocument() throws Exception {
        assertThat(sender.post(uri(server.getAddress().getPort()), "{\"ü\":1}"))
                .isEqualTo(new Outcome.Delivered("status 204"));
        assertThat(received.take()).isEqualTo("POST /hook/t0ken?x=y application/json {\"ü\":1}");
    }

    @ParameterizedTest
    @CsvSource({"302, false", "404, false", "408, true", "429, true", "500, true", "503, true"})
    void shouldTryAgainOnlyWhatMayGetBetter(int answer, boolean again) {
        status = answer;
        assertThat(sender.post(uri(server.getAddress().getPort()), "{}"))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.again()).isEqualTo(again);
                    assertThat(failed.why()).contains("status " + answer).doesNotContain("t0ken");
                });
        assertThat(received).as("no redirect is followed").hasSize(1);
    }

    @Test
    void shouldTryAgainWhenNobodyAnswers() throws Exception {
        int port;
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = silent.getLocalPort();
            assertThat(sender.post(uri(port), "{}")).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.again()).isTrue();
                assertThat(failed.why()).contains("timed out").doesNotContain("t0ken");
            });
        }
        assertThat(sender.post(uri(port), "{}"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, failed -> assertThat(failed.why()).contains("Connection refused"));
    }
}
