package org.aloft.agent.status;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.aloft.agent.control.LocalServer;
import org.aloft.agent.thread.Supervisor;

/**
 * Serves the status document on a unix socket: a client connects and reads. It is written anew for each client, on a
 * thread of its own; a client that does not read is hung up on when others come.
 */
public final class StatusServer implements AutoCloseable {
    /** Readers at a time. */
    private static final int MOST = 8;

    private final LocalServer server;

    private StatusServer(LocalServer server) {
        this.server = server;
    }

    /**
     * Starts to answer.
     *
     * @param socket where the unix socket is made, with mode 0666; a stale one there is replaced, so be sure that no
     *     other agent runs
     * @param document gives the document of the moment; called from any thread
     * @param supervisor of the thread that accepts
     * @throws IOException if the socket cannot be made
     */
    public static StatusServer start(Path socket, Supplier<byte[]> document, Supervisor supervisor) throws IOException {
        LocalServer.Settings settings =
                new LocalServer.Settings("status", socket, "rw-rw-rw-", MOST, LocalServer.Crowd.REPLACES_THE_OLDEST);
        return new StatusServer(LocalServer.start(
                settings,
                client -> {
                    ByteBuffer answer = ByteBuffer.wrap(document.get());
                    while (answer.hasRemaining()) {
                        client.write(answer);
                    }
                },
                supervisor));
    }

    @Override
    public void close() {
        server.close();
    }
}
