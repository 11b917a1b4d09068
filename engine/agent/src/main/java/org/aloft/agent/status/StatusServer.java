package org.aloft.agent.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Hands out the status document: on a unix socket, where connecting is the question, and on HTTP at {@code /status.json}. Both ask
 * for the document anew each time, on threads of their own.
 */
public final class StatusServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(StatusServer.class.getName());
    private static final String PATH = "/status.json";

    private final Path socket;
    private final ServerSocketChannel channel;
    private final Optional<HttpServer> http;
    private final Supplier<byte[]> document;

    private StatusServer(
            Path socket, ServerSocketChannel channel, Optional<HttpServer> http, Supplier<byte[]> document) {
        this.socket = socket;
        this.channel = channel;
        this.http = http;
        this.document = document;
    }

    /**
     * Starts to answer.
     *
     * @param socket where the unix socket is made; a stale one there is replaced, so be sure that no other agent runs
     * @param http where HTTP is answered; empty for nowhere
     * @param document gives the document of the moment; called from any thread
     * @throws IOException if the socket cannot be made, or the port is taken
     */
    public static StatusServer start(Path socket, Optional<InetSocketAddress> http, Supplier<byte[]> document)
            throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(socket));
            Optional<HttpServer> server =
                    http.isPresent() ? Optional.of(startHttp(http.get(), document)) : Optional.empty();
            StatusServer started = new StatusServer(socket, channel, server, document);
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

    private static HttpServer startHttp(InetSocketAddress address, Supplier<byte[]> document) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException failure) {
            throw new IOException(
                    "cannot listen on " + address + ": " + failure.getMessage()
                            + "; name another port with --http PORT, or none with --http off",
                    failure);
        }
        server.createContext("/", exchange -> answer(exchange, document));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, Supplier<byte[]> document) throws IOException {
        try (exchange) {
            boolean get = exchange.getRequestMethod().equals("GET");
            if (!exchange.getRequestURI().getPath().equals(PATH) || !get) {
                exchange.sendResponseHeaders(get ? 404 : 405, -1);
                return;
            }
            byte[] body = document.get();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        http.ifPresent(server -> server.stop(0));
        try {
            channel.close();
            Files.deleteIfExists(socket);
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "cannot remove {0}: {1}", socket, failure.getMessage());
        }
    }
}
