package org.aloft.agent.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusServerTest {
    @TempDir
    Path folder;

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

    @Test
    void shouldAnswerEveryConnectionWithTheDocumentOfTheMoment() throws IOException {
        Path socket = folder.resolve("aloftd.sock");
        AtomicInteger asked = new AtomicInteger();
        try (StatusServer server =
                StatusServer.start(socket, Optional.empty(), () -> ("document " + asked.incrementAndGet())
                        .getBytes(StandardCharsets.UTF_8))) {
            assertThat(server).isNotNull();
            assertThat(StatusClient.read(socket)).asString().isEqualTo("document 1");
            assertThat(StatusClient.read(socket)).asString().isEqualTo("document 2");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void shouldReplaceASocketThatACrashLeft() throws IOException {
        Path socket = Files.createFile(folder.resolve("aloftd.sock"));
        try (StatusServer server = StatusServer.start(socket, Optional.empty(), () -> new byte[] {'x'})) {
            assertThat(server).isNotNull();
            assertThat(StatusClient.read(socket)).asString().isEqualTo("x");
        }
    }

    @Test
    void shouldAnswerOverHttpAtItsPathOnly() throws Exception {
        InetSocketAddress address = freePort();
        try (StatusServer server =
                StatusServer.start(folder.resolve("aloftd.sock"), Optional.of(address), () -> new byte[] {'{', '}'})) {
            assertThat(server).isNotNull();
            HttpResponse<String> answer = get(address, "/status.json");
            assertThat(answer.body()).isEqualTo("{}");
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(get(address, "/other").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void shouldNameAWayOutWhenThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
            assertThatThrownBy(() ->
                            StatusServer.start(folder.resolve("aloftd.sock"), Optional.of(address), () -> new byte[0]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("name another port with --http PORT, or none with --http off");
        }
    }
}
