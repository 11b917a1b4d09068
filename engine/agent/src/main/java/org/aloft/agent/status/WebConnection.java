package org.aloft.agent.status;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One reader of the web server: what has come of its request, and what it has not yet taken of the answer. Never waits.
 * For the web server's thread.
 */
final class WebConnection {
    /** Browsers send some 1 KiB. */
    private static final int LONGEST_HEAD = 8 * 1024;

    private static final int FIRST_SIZE = 512;

    /** Where it stands. */
    enum Phase {
        /** The request comes. */
        ASKING,
        /** The answer goes. */
        ANSWERED,
        /** A stream goes on until the reader leaves. */
        FOLLOWING,
        /**
         * The answer has gone; what else comes is thrown away until the reader leaves: hanging up on unread bytes
         * would be a reset, which takes the answer from the reader as well (RFC 9112 §9.6).
         */
        LEAVING
    }

    private final SocketChannel channel;
    private final SelectionKey key;
    private byte[] head = new byte[FIRST_SIZE];
    private int length;
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private byte[] idle = {};
    private Optional<WebServer.Feed> feed = Optional.empty();
    private Phase phase = Phase.ASKING;
    private long deadline;

    WebConnection(SocketChannel channel, SelectionKey key, long deadline) {
        this.channel = channel;
        this.key = key;
        this.deadline = deadline;
    }

    Phase phase() {
        return phase;
    }

    /** When patience ends, by {@link System#nanoTime()}. */
    long deadline() {
        return deadline;
    }

    void waitUntil(long nanos) {
        deadline = nanos;
    }

    boolean hasAsked() {
        return length > 0;
    }

    /** Whether there is something that the reader could take and does not. */
    boolean isBehind() {
        return rest.hasRemaining();
    }

    boolean headIsTooLong() {
        return length >= LONGEST_HEAD;
    }

    /**
     * Takes what has come.
     *
     * @return false when nothing will come any more
     */
    boolean read(ByteBuffer through) throws IOException {
        through.clear();
        int count = channel.read(through);
        if (count > 0 && phase == Phase.ASKING) {
            int taken = Math.min(count, LONGEST_HEAD - length);
            if (length + taken > head.length) {
                head = Arrays.copyOf(head, Math.min(LONGEST_HEAD, Math.max(2 * head.length, length + taken)));
            }
            through.flip().get(head, length, taken);
            length += taken;
        }
        return count >= 0;
    }

    /** All lines of the head, once its empty line has come. */
    Optional<String> head() {
        String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        int bare = text.indexOf("\n\n"); // a line may end like that, RFC 9112 §2.2
        int first = end < 0 ? bare : bare < 0 ? end : Math.min(end, bare);
        return first < 0 ? Optional.empty() : Optional.of(text.substring(0, first));
    }

    /** Sends a whole answer. */
    void answer(ByteBuffer whole) throws IOException {
        phase = Phase.ANSWERED;
        rest = whole;
        write();
    }

    /** Sends the beginning of a stream, and from now on what the feed has. */
    void follow(ByteBuffer beginning, byte[] whenIdle, WebServer.Feed from) throws IOException {
        phase = Phase.FOLLOWING;
        idle = whenIdle;
        feed = Optional.of(from);
        rest = beginning;
        write();
    }

    /** So that a reader who has left is noticed. */
    void sendIdle() throws IOException {
        rest = ByteBuffer.wrap(idle);
        write();
    }

    /**
     * Sends as much as the reader takes.
     *
     * @return whether any of it went
     */
    boolean write() throws IOException {
        boolean went = false;
        while (fetch()) {
            int count = channel.write(rest);
            went |= count > 0;
            if (rest.hasRemaining()) {
                break;
            }
        }
        if (phase == Phase.ANSWERED && !rest.hasRemaining()) {
            channel.shutdownOutput();
            phase = Phase.LEAVING;
        }
        key.interestOps(rest.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        return went;
    }

    private boolean fetch() {
        if (!rest.hasRemaining()) {
            feed.flatMap(WebServer.Feed::next).ifPresent(next -> rest = ByteBuffer.wrap(next));
        }
        return rest.hasRemaining();
    }

    void close() {
        feed.ifPresent(WebServer.Feed::close);
        key.cancel();
        try {
            channel.close();
        } catch (IOException failure) {
            rest = ByteBuffer.allocate(0); // it is gone either way
        }
    }
}
