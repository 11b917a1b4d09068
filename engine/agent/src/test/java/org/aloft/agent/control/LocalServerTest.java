package org.aloft.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.aloft.agent.thread.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@SuppressWarnings("try") // a server answers on its own
class LocalServerTest {
    @TempDir
    Path folder;

    /** The answer, or nothing where the server hung up. */
    private String ask() throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("socket")))) {
            ByteBuffer answer = ByteBuffer.allocate(16);
            int length = client.read(answer);
            return new String(answer.array(), 0, Math.max(0, length), StandardCharsets.UTF_8);
        }
    }

    /** As where the system gives this process no more threads. */
    @Test
    void shouldKeepNoPlaceForAClientForWhomThereWasNoThread() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        ThreadFactory threads = work -> {
            if (asked.getAndIncrement() == 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            Thread thread = new Thread(work, "client");
            thread.setDaemon(true);
            return thread;
        };
        LocalServer.Settings settings =
                new LocalServer.Settings("test", folder.resolve("socket"), "rw-------", 1, LocalServer.Crowd.WAITS);
        LocalServer.Service hello = client -> client.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
        try (LocalServer server = LocalServer.start(settings, hello, threads, Faults.supervisor())) {
            assertThat(ask()).isEmpty();
            assertThat(ask()).isEqualTo("hello");
        }
    }
}
