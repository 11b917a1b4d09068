package org.aloft.agent.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.kernel.DescriptorReserve;
import org.aloft.agent.log.Log;
import org.aloft.agent.log.ToldOnce;
import org.aloft.agent.status.WebConnection.Phase;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Loop;
import org.aloft.agent.thread.Rounds;
import org.aloft.agent.thread.Sleep;
import org.aloft.agent.thread.Supervisor;

/**
 * The status over HTTP/1.1, for looking only. One thread, named {@code web}, serves all readers and waits for none: what a
 * reader does not take stays with its connection, and that is hung up on when it takes too long or others need the room. The
 * JDK's server would give each half request a thread, and so a few of them could keep all others waiting.
 */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = Log.of(WebServer.class);

    /** Between two attempts to accept while this process or the system is short of descriptors. */
    private static final long PAUSE_NANOS = 200_000_000;

    private static final int READ_SIZE = 4096;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Map<String, Content> contents;
    private final HostNames names;
    private final Limits limits;
    private final InstantSource calendar = InstantSource.system();
    private final ServerSocketChannel listener;
    private final Selector selector;
    private final SelectionKey accepting;
    private final Set<WebConnection> connections = new LinkedHashSet<>(); // the oldest first
    private final ByteBuffer through = ByteBuffer.allocateDirect(READ_SIZE);
    private final Loop loop;
    private final ToldOnce shortage = new ToldOnce(System::nanoTime);
    private boolean shortOfDescriptors;
    private long acceptAgainAt;

    private WebServer(
            ServerSocketChannel listener,
            Selector selector,
            HostNames names,
            Map<String, Content> contents,
            Limits limits,
            Supervisor supervisor)
            throws IOException {
        this.contents = Map.copyOf(contents);
        this.names = names;
        this.limits = limits;
        this.listener = listener;
        this.selector = selector;
        this.accepting = listener.register(selector, SelectionKey.OP_ACCEPT);
        // Pages are for looking only: whatever happens here is no reason to give up a VIP.
        this.loop = supervisor
                .loop("web", AfterFailure.GO_ON, new Select(), new Turns())
                .patience(Loop.FOR_EVER);
    }

    /**
     * How much anybody gets.
     *
     * @param head how long a request may take to come
     * @param patience how long a reader may take nothing of what there is, and stay on after the answer
     * @param idle after which a stream without news gets a line that means nothing
     * @param connections at a time; one more takes the place of the oldest that follows no stream
     * @param answers that are not taken yet, at a time: they are kept in memory, which is small
     * @param streams at a time
     */
    record Limits(Duration head, Duration patience, Duration idle, int connections, int answers, int streams) {
        static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15), 64, 8, 16);
    }

    /** What is found at a path. */
    public sealed interface Content {
        /** Its media type. */
        String type();
    }

    /**
     * A document that is made for each request.
     *
     * @param type media type
     * @param maker gives it; called on the server's thread
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
     * @param idle what is sent to a reader for whom there was nothing for a while
     * @param source gives each reader what is for it
     */
    public record Stream(String type, String idle, Source source) implements Content {
        /** Has something for each reader. */
        @FunctionalInterface
        public interface Source {
            /**
             * Begins.
             *
             * @param news to be run, on any thread, when the feed has something again; never waits
             */
            Feed open(Runnable news);
        }
    }

    /** What is for one reader of a stream. Used on the server's thread only. */
    public interface Feed {
        /** The next piece, if there is one. Does not wait. */
        Optional<byte[]> next();

        /** The reader has left. */
        void close();
    }

    /**
     * Starts to answer.
     *
     * @param names to which it answers; 421 to others
     * @param contents by path, such as {@code /status.json}; a path that is not here is answered by 404, any method but
     *     GET by 405
     * @param supervisor of the thread
     * @throws IOException if the port is taken
     */
    public static WebServer start(
            InetSocketAddress address, HostNames names, Map<String, Content> contents, Supervisor supervisor)
            throws IOException {
        return start(address, names, contents, Limits.DEFAULT, supervisor);
    }

    static WebServer start(
            InetSocketAddress address,
            HostNames names,
            Map<String, Content> contents,
            Limits limits,
            Supervisor supervisor)
            throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(address);
            listener.configureBlocking(false);
            WebServer server = new WebServer(listener, Selector.open(), names, contents, limits, supervisor);
            server.loop.start();
            return server;
        } catch (IOException failure) {
            listener.close();
            throw new IOException(
                    "cannot listen on " + address + ": " + failure.getMessage()
                            + "; name another port with --http PORT, or none with --http off",
                    failure);
        }
    }

    private final class Turns implements Rounds {
        @Override
        public long deadline() {
            return nextDeadline();
        }

        @Override
        public void turn(long now) {
            serveAll();
        }

        @Override
        public void end() {
            connections.forEach(WebConnection::close);
            try (selector) {
                listener.close();
            } catch (IOException failure) {
                LOG.log(Level.DEBUG, "closing the web server", failure);
            }
        }
    }

    /** Sleeps until a connection can be read or written. */
    private final class Select implements Sleep {
        @Override
        public void until(long deadline) {
            try {
                selector.select(Math.max(1, (deadline - System.nanoTime()) / 1_000_000 + 1));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void wakeUp() {
            selector.wakeup();
        }
    }

    /** When somebody's patience ends, or it is time to accept again. */
    private long nextDeadline() {
        long now = System.nanoTime();
        long next =
                shortOfDescriptors ? acceptAgainAt : now + Duration.ofMinutes(1).toNanos();
        for (WebConnection connection : connections) {
            next = next - connection.deadline() > 0 ? connection.deadline() : next;
        }
        return next;
    }

    private void serveAll() {
        for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
            if (key == accepting) {
                accept();
            } else if (key.isValid()) {
                WebConnection connection = (WebConnection) key.attachment();
                attempt(connection, () -> serve(connection, key));
            }
        }
        selector.selectedKeys().clear();
        long now = System.nanoTime();
        if (shortOfDescriptors && now - acceptAgainAt >= 0) {
            accepting.interestOps(SelectionKey.OP_ACCEPT);
        }
        for (WebConnection connection : List.copyOf(connections)) {
            if (connection.phase() == Phase.FOLLOWING && !connection.isBehind()) {
                attempt(connection, () -> write(connection));
            }
            if (now - connection.deadline() >= 0) {
                attempt(connection, () -> overdue(connection));
            }
        }
    }

    private void accept() {
        try {
            SocketChannel channel = listener.accept();
            if (channel == null) {
                return;
            }
            DescriptorReserve.outside(channel);
            shortOfDescriptors = false;
            if (connections.size() >= limits.connections()) {
                hangUp(oldest());
            }
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            WebConnection connection = new WebConnection(channel, key, after(limits.head()));
            key.attach(connection);
            connections.add(connection);
        } catch (IOException failure) {
            // Too many open files, mostly. The next reader is in the queue, so without a pause this would spin.
            if (shortage.isNews()) {
                LOG.log(
                        Level.WARNING,
                        "web: cannot accept: {0}; tried again; look at LimitNOFILE of the unit",
                        failure.getMessage());
            }
            shortOfDescriptors = true;
            acceptAgainAt = System.nanoTime() + PAUSE_NANOS;
            accepting.interestOps(0);
        }
    }

    private WebConnection oldest() {
        return connections.stream()
                .filter(connection -> connection.phase() != Phase.FOLLOWING)
                .findFirst()
                .orElseGet(() -> connections.iterator().next());
    }

    private void hangUp(WebConnection connection) {
        connections.remove(connection);
        connection.close();
    }

    private static long after(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    /** Something to do for a reader, who may have left. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private void attempt(WebConnection connection, Work work) {
        if (!connections.contains(connection)) {
            return; // it had to make room in this very turn
        }
        try {
            work.run();
        } catch (IOException left) {
            LOG.log(Level.DEBUG, "web: a reader went away: {0}", left.getMessage());
            hangUp(connection);
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "a page could not be made; this is a fault of aloftd, please report it", fault);
            hangUp(connection);
        }
    }

    private void serve(WebConnection connection, SelectionKey key) throws IOException {
        if (key.isReadable() && !connection.read(through)) {
            if (connection.phase() != Phase.ANSWERED) {
                hangUp(connection);
                return;
            }
            key.interestOps(SelectionKey.OP_WRITE); // it asks no more and still reads
        }
        if (connection.phase() == Phase.ASKING) {
            Optional<String> head = connection.head();
            if (head.isPresent()) {
                answer(connection, RequestHead.read(head.get()));
            } else if (connection.headIsTooLong()) {
                refuse(connection, "431 Request Header Fields Too Large", "");
            }
        } else if (key.isWritable()) {
            write(connection);
        }
    }

    private void overdue(WebConnection connection) throws IOException {
        if (connection.phase() == Phase.FOLLOWING && !connection.isBehind()) {
            connection.sendIdle();
            connection.waitUntil(after(connection.isBehind() ? limits.patience() : limits.idle()));
        } else if (connection.phase() == Phase.ASKING && connection.hasAsked()) {
            refuse(connection, "408 Request Timeout", "");
        } else {
            hangUp(connection);
        }
    }

    private void write(WebConnection connection) throws IOException {
        if (connection.write()) {
            boolean waits = connection.phase() != Phase.FOLLOWING || connection.isBehind();
            connection.waitUntil(after(waits ? limits.patience() : limits.idle()));
        }
    }

    // ---- answers

    private void answer(WebConnection connection, Optional<RequestHead> request) throws IOException {
        if (request.isEmpty()) {
            refuse(connection, "400 Bad Request", "");
        } else if (!request.get().host().map(names::include).orElse(true)) {
            refuse(
                    connection,
                    "421 Misdirected Request",
                    "aloftd answers to addresses, localhost, this host's name and those given by --http-host NAME\n");
        } else if (!request.get().method().equals("GET")) {
            refuse(connection, "405 Method Not Allowed", "Allow: GET\r\n", "");
        } else {
            answer(connection, contents.get(request.get().path()));
        }
    }

    private void answer(WebConnection connection, Content content) throws IOException {
        if (content == null) {
            refuse(connection, "404 Not Found", "");
        } else if (content instanceof Document document) {
            byte[] body = document.maker().make();
            send(connection, head("200 OK", document.type(), "", Optional.of(body.length)), body);
        } else if (content instanceof Stream stream) {
            follow(connection, stream);
        }
    }

    private void follow(WebConnection connection, Stream stream) throws IOException {
        long following = connections.stream()
                .filter(other -> other.phase() == Phase.FOLLOWING)
                .count();
        if (following >= limits.streams()) {
            refuse(connection, "503 Service Unavailable", "");
            return;
        }
        byte[] head = head("200 OK", stream.type(), "", Optional.empty());
        connection.follow(
                head,
                stream.idle().getBytes(StandardCharsets.UTF_8),
                stream.source().open(selector::wakeup));
        connection.waitUntil(after(connection.isBehind() ? limits.patience() : limits.idle()));
    }

    private void refuse(WebConnection connection, String status, String text) throws IOException {
        refuse(connection, status, "", text);
    }

    private void refuse(WebConnection connection, String status, String fields, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        send(connection, head(status, "text/plain; charset=utf-8", fields, Optional.of(body.length)), body);
    }

    private void send(WebConnection connection, byte[] head, byte[] body) throws IOException {
        ByteBuffer whole =
                ByteBuffer.allocate(head.length + body.length).put(head).put(body);
        List<WebConnection> behind = connections.stream()
                .filter(other -> other.phase() == Phase.ANSWERED)
                .toList();
        if (behind.size() >= limits.answers()) {
            hangUp(behind.get(0));
        }
        connection.answer(whole.array());
        connection.waitUntil(after(limits.patience()));
    }

    private byte[] head(String status, String type, String fields, Optional<Integer> length) {
        Instant now = calendar.instant();
        String text = "HTTP/1.1 " + status + "\r\nDate: " + DATE.format(now) + "\r\nContent-Type: " + type
                + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n" + fields
                + length.map(bytes -> "Content-Length: " + bytes + "\r\n").orElse("") + "\r\n";
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Hangs up on all, and waits for a page that is just being made. */
    @Override
    public void close() {
        loop.close();
    }
}
