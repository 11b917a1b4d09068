package org.aloft.agent.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The status over HTTP, for looking only. A few threads answer, so that a slow reader, or one that follows a stream,
 * keeps no other waiting; idle threads end.
 */
public final class WebServer implements AutoCloseable {
    private static final int THREADS = 6;
    private static final int WAITING = 64;

    /** Fewer than there are threads: streams never take the last one. */
    private static final int STREAMS = 3;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private WebServer(HttpServer server, ThreadPoolExecutor threads) {
        this.server = server;
        this.threads = threads;
    }

    /** What is found at a path. Called from any thread. */
    public sealed interface Content {
        /** Its media type. */
        String type();
    }

    /**
     * A document that is made for each request.
     *
     * @param type media type
     * @param maker gives it
     */
    public record Document(String type, Maker maker) implements Content {
        /** Makes a document. */
        @FunctionalInterface
        public interface Maker {
            /** The document of this moment. */
            byte[] make();
        }
    }

    /**
     * A document that goes on until the reader leaves.
     *
     * @param type media type
     * @param writer writes and flushes; returns when there is no more, and fails with an IOException when the reader
     *     has left
     */
    public record Stream(String type, Writer writer) implements Content {
        /** Writes a stream. */
        @FunctionalInterface
        public interface Writer {
            /** Goes on until the reader leaves. */
            void write(OutputStream output) throws IOException;
        }
    }

    /**
     * Starts to answer.
     *
     * @param contents by path, such as {@code /status.json}; a path that is not here is answered by 404, any method but
     *     GET by 405
     * @throws IOException if the port is taken
     */
    public static WebServer start(InetSocketAddress address, Map<String, Content> contents) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException failure) {
            throw new IOException(
                    "cannot listen on " + address + ": " + failure.getMessage()
                            + "; name another port with --http PORT, or none with --http off",
                    failure);
        }
        ThreadPoolExecutor threads = threads();
        Map<String, Content> known = Map.copyOf(contents);
        Semaphore streams = new Semaphore(STREAMS);
        server.createContext("/", exchange -> answer(exchange, known, streams));
        server.setExecutor(threads);
        server.start();
        return new WebServer(server, threads);
    }

    private static ThreadPoolExecutor threads() {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(work, "web-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * That a reader has left must reach the server, as an exception: it would keep what it has of the connection for
     * ever.
     */
    private static void answer(HttpExchange exchange, Map<String, Content> contents, Semaphore streams)
            throws IOException {
        try (exchange) {
            Content content = contents.get(exchange.getRequestURI().getPath());
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(405, -1);
            } else if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (content instanceof Document document) {
                send(exchange, document);
            } else if (content instanceof Stream stream) {
                send(exchange, stream, streams);
            }
        }
    }

    private static void send(HttpExchange exchange, Document document) throws IOException {
        byte[] body = document.maker().make();
        exchange.getResponseHeaders().add("Content-Type", document.type());
        exchange.getResponseHeaders().add("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void send(HttpExchange exchange, Stream stream, Semaphore streams) throws IOException {
        if (!streams.tryAcquire()) {
            exchange.sendResponseHeaders(503, -1);
            return;
        }
        try {
            exchange.getResponseHeaders().add("Content-Type", stream.type());
            exchange.getResponseHeaders().add("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, 0);
            stream.writer().write(exchange.getResponseBody());
        } finally {
            streams.release();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
