package org.aloft.agent.status;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.control.AcceptBackOff;
import org.aloft.agent.kernel.DescriptorReserve;
import org.aloft.agent.log.Log;
import org.aloft.agent.status.WebConnection.Phase;

/**
 * The readers of the web server: accepts them, reads and writes as much as goes without waiting, and hangs up on those
 * that take too long or on whose place others wait. What they are answered, {@link WebAnswers} says. For the web
 * server's thread.
 */
final class WebReaders {
    private static final Logger LOG = Log.of(WebReaders.class);
    private static final int READ_SIZE = 4096;

    private final ServerSocketChannel listener;
    private final Selector selector;
    private final SelectionKey accepting;
    private final WebServer.Limits limits;
    private final WebAnswers answers;
    private final Set<WebConnection> connections = new LinkedHashSet<>(); // the oldest first
    private final ByteBuffer through = ByteBuffer.allocateDirect(READ_SIZE);
    private final AcceptBackOff backOff = new AcceptBackOff("web");

    /** Accepts there from now on, whenever {@link #serveAll} is called. */
    WebReaders(ServerSocketChannel listener, Selector selector, WebServer.Limits limits, WebAnswers answers)
            throws IOException {
        this.listener = listener;
        this.selector = selector;
        this.accepting = listener.register(selector, SelectionKey.OP_ACCEPT);
        this.limits = limits;
        this.answers = answers;
    }

    /** When somebody's patience ends, or it is time to accept again. */
    long nextDeadline() {
        long now = System.nanoTime();
        long next = backOff.orSooner(now + Duration.ofMinutes(1).toNanos());
        for (WebConnection connection : connections) {
            next = next - connection.deadline() > 0 ? connection.deadline() : next;
        }
        return next;
    }

    /** Does what can be done without waiting. */
    void serveAll() {
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
        if (backOff.takeIsOver(now)) {
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
            backOff.accepted();
            if (connections.size() >= limits.connections()) {
                hangUp(oldest());
            }
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            WebConnection connection = new WebConnection(channel, key, after(limits.head()));
            key.attach(connection);
            connections.add(connection);
        } catch (IOException failure) {
            backOff.failed(failure.getMessage(), System.nanoTime());
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
                answer(connection, answers.to(RequestHead.read(head.get())));
            } else if (connection.headIsTooLong()) {
                answer(connection, answers.tooLong());
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
            answer(connection, answers.tooSlow());
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

    private void answer(WebConnection connection, WebAnswers.Answer answer) throws IOException {
        if (answer instanceof WebAnswers.Answer.Whole whole) {
            send(connection, whole);
        } else if (answer instanceof WebAnswers.Answer.Follow follow) {
            follow(connection, follow);
        }
    }

    private void follow(WebConnection connection, WebAnswers.Answer.Follow follow) throws IOException {
        long following = connections.stream()
                .filter(other -> other.phase() == Phase.FOLLOWING)
                .count();
        if (following >= limits.streams()) {
            send(connection, answers.tooMany());
            return;
        }
        connection.follow(
                follow.head(),
                follow.stream().idle().getBytes(StandardCharsets.UTF_8),
                follow.stream().source().open(selector::wakeup));
        connection.waitUntil(after(connection.isBehind() ? limits.patience() : limits.idle()));
    }

    private void send(WebConnection connection, WebAnswers.Answer.Whole whole) throws IOException {
        List<WebConnection> behind = connections.stream()
                .filter(other -> other.phase() == Phase.ANSWERED)
                .toList();
        if (behind.size() >= limits.answers()) {
            hangUp(behind.get(0));
        }
        connection.answer(whole.bytes());
        connection.waitUntil(after(limits.patience()));
    }

    /** Hangs up on all, and accepts no more. */
    void close() {
        connections.forEach(WebConnection::close);
        try (selector) {
            listener.close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "closing the web server", failure);
        }
    }
}
