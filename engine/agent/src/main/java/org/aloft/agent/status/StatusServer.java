package org.aloft.agent.status;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;
import org.aloft.agent.log.Log;

/**
 * Hands out the status document on a unix socket, where connecting is the question. It is made anew each time, on a thread of its
 * own.
 */
public final class StatusServer implements AutoCloseable {
    private static final Logger LOG = Log.of(StatusServer.class);

    /** To connect one must be able to write, see unix(7). */
    private static final Set<PosixFilePermission> FOR_EVERYBODY = PosixFilePermissions.fromString("rw-rw-rw-");

    private final Path socket;
    private final ServerSocketChannel channel;
    private final Supplier<byte[]> document;

    private StatusServer(Path socket, ServerSocketChannel channel, Supplier<byte[]> document) {
        this.socket = socket;
        this.channel = channel;
        this.document = document;
    }

    /**
     * Starts to answer.
     *
     * @param socket where the unix socket is made, with mode 0666; a stale one there is replaced, so be sure that no other agent runs
     * @param document gives the document of the moment; called from any thread
     * @throws IOException if the socket cannot be made
     */
    public static StatusServer start(Path socket, Supplier<byte[]> document) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, FOR_EVERYBODY);
            StatusServer started = new StatusServer(socket, channel, document);
            started.startThread();
            return started;
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    private void startThread() {
        Thread thread = new Thread(this::answerOnSocket, "status");
        thread.setDaemon(true);
        thread.start();
    }

    private void answerOnSocket() {
        while (channel.isOpen()) {
            try (SocketChannel client = channel.accept()) {
                ByteBuffer answer = ByteBuffer.wrap(document.get());
                while (answer.hasRemaining()) {
                    client.write(answer);
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException failure) {
                LOG.log(Level.DEBUG, "a reader of the status went away: {0}", failure.getMessage());
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(socket);
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "cannot remove {0}: {1}", socket, failure.getMessage());
        }
    }
}
