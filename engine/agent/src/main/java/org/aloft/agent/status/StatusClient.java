package org.aloft.agent.status;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Asks a running agent for its status document. Stateless. */
public final class StatusClient {
    private static final int CHUNK = 8192;

    private StatusClient() {}

    /**
     * Connects and reads to the end.
     *
     * @throws IOException if no agent answers there
     */
    public static byte[] read(Path socket) throws IOException {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            while (channel.read(chunk) >= 0) {
                document.write(chunk.array(), 0, chunk.position());
                chunk.clear();
            }
        }
        return document.toByteArray();
    }
}
