package org.aloft.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusServerTest {
    @TempDir
    Path folder;

    @Test
    void shouldAnswerEveryConnectionWithTheDocumentOfTheMoment() throws IOException {
        Path socket = folder.resolve("aloftd.sock");
        AtomicInteger asked = new AtomicInteger();
        try (StatusServer server = StatusServer.start(
                socket, () -> ("document " + asked.incrementAndGet()).getBytes(StandardCharsets.UTF_8))) {
            assertThat(server).isNotNull();
            assertThat(StatusClient.read(socket)).asString().isEqualTo("document 1");
            assertThat(StatusClient.read(socket)).asString().isEqualTo("document 2");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void shouldReplaceASocketThatACrashLeft() throws IOException {
        Path socket = Files.createFile(folder.resolve("aloftd.sock"));
        try (StatusServer server = StatusServer.start(socket, () -> new byte[] {'x'})) {
            assertThat(server).isNotNull();
            assertThat(StatusClient.read(socket)).asString().isEqualTo("x");
        }
    }
}
