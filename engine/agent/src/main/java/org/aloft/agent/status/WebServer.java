package org.aloft.agent.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Loop;
import org.aloft.agent.thread.Rounds;
import org.aloft.agent.thread.Sleep;
import org.aloft.agent.thread.Supervisor;

/**
 * The status over HTTP/1.1, for looking only. One thread, named {@code web}, serves all readers and waits for none:
 * what a reader does not take stays with its connection, and that is hung up on when it takes too long or others need
 * the room. The JDK's server would give each half request a thread, and so a few of them could keep all others
 * waiting.
 */
public final class WebServer implements AutoCloseable {
    private final Selector selector;
    private final WebReaders readers;
    private final Loop loop;

    private WebServer(
            ServerSocketChannel listener, Selector selector, Limits limits, WebAnswers answers, Supervisor supervisor)
            throws IOException {
        this.selector = selector;
        this.readers = new WebReaders(listener, selector, limits, answers);
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
        WebAnswers answers = new WebAnswers(contents, names, InstantSource.system());
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(address);
            listener.configureBlocking(false);
            WebServer server = new WebServer(listener, Selector.open(), limits, answers, supervisor);
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
            return readers.nextDeadline();
        }

        @Override
        public void turn(long now) {
            readers.serveAll();
        }

        @Override
        public void end() {
            readers.close();
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

    /** Hangs up on all, and waits for a page that is just being made. */
    @Override
    public void close() {
        loop.close();
    }
}
