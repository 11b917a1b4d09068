package org.aloft.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.aloft.agent.thread.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StatusServerTest {
    @TempDir
    Path folder;

    @Test
    void shouldAnswerEveryConnectionWithTheDocumentOfTheMoment() throws IOException {
        Path socket = folder.resolve("aloftd.sock");
        AtomicInteger asked = new AtomicInteger();
        try (StatusServer server = StatusServer.start(
                socket,
                () -> ("document " + asked.incrementAndGet()).getBytes(StandardCharsets.UTF_8),
                Faults.supervisor())) {
            assertThat(server).isNotNull();
            assertThat(StatusClient.read(socket)).asString().isEqualTo("document 1");
            assertThat(StatusClient.read(socket)).asString().isEqualTo("document 2");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void shouldReplaceASocketThatACrashLeft() throws IOException {
        Path socket = Files.createFile(folder.resolve("aloftd.sock"));
        try (StatusServer server = StatusServer.start(socket, () -> new byte[] {'x'}, Faults.supervisor())) {
            assertThat(server).isNotNull();
            assertThat(StatusClient.read(socket)).asString().isEqualTo("x");
        }
    }

    @Test
    void shouldAnswerWhileOthersDoNotRead() throws IOException {
        Path socket = folder.resolve("aloftd.sock");
        byte[] large = new byte[1 << 22];
        List<SocketChannel> silent = new ArrayList<>();
        try (StatusServer server = StatusServer.start(socket, () -> large, Faults.supervisor())) {
            assertThat(server).isNotNull();
            for (int i = 0; i < 30; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            }
            assertThat(StatusClient.read(socket)).hasSize(large.length);
        } finally {
            for (SocketChannel channel : silent) {
                channel.close();
            }
        }
    }

    /** As many as it serves at a time; only one more costs the first of them its place. */
    @Test
    void shouldHangUpOnNobodyWhileThereIsRoom() throws IOException {
        Path socket = folder.resolve("aloftd.sock");
        byte[] large = new byte[1 << 22];
        List<SocketChannel> slow = new ArrayList<>();
        try (StatusServer server = StatusServer.start(socket, () -> large, Faults.supervisor())) {
            assertThat(server).isNotNull();
            for (int i = 0; i < 8; i++) {
                slow.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            }
            for (SocketChannel channel : slow) {
                assertThat(Channels.newInputStream(channel).readAllBytes()).hasSize(large.length);
            }
        } finally {
            for (SocketChannel channel : slow) {
                channel.close();
            }
        }
    }

    @Test
    void shouldBeForEverybody() throws IOException {
        Path socket = folder.resolve("aloftd.sock");
        try (StatusServer server = StatusServer.start(socket, () -> new byte[] {'x'}, Faults.supervisor())) {
            assertThat(server).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw-rw-");
        }
    }
}
