package org.aloft.ssh;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens {@code direct-tcpip} channels on one session (RFC 4254 §7.2). Safe for use by several threads.
 *
 * <p>When a caller gives up, the host's kernel goes on connecting and may succeed late. Such a channel must be closed,
 * or the host keeps a socket: so each open waits on a thread of its own, which outlives the caller. Each is a socket of
 * sshd as well, which has 1024 file descriptors by default: their number is limited.
 */
final class DirectTcp implements TcpOpener {
    /** Longer than Linux tries to connect (tcp_syn_retries 6: 127 s). */
    private static final Duration HOST_GIVES_UP = Duration.ofSeconds(140);

    /** Connects that may be pending after their callers gave up: ten seconds of 25 probes a second. */
    static final int MOST_UNANSWERED = 256;

    /** SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, RFC 4254 §5.1. */
    private static final int PROHIBITED = 1;

    private final String host;
    private final Session session;
    private final ExecutorService threads;
    private final AtomicInteger unanswered = new AtomicInteger();

    DirectTcp(String host, Session session, ExecutorService threads) {
        this.host = host;
        this.session = session;
        this.threads = threads;
    }

    @Override
    public TcpChannel open(String address, int port, Duration timeout) throws SshException {
        if (unanswered.get() >= MOST_UNANSWERED) {
            throw new SshException(
                    SshException.Kind.TIMEOUT,
                    host,
                    host + " still waits for an answer to " + MOST_UNANSWERED + " connects; " + address + " port "
                            + port + " is not tried before some of them end",
                    "check whether a firewall drops packets from " + host + "; its kernel gives up a connect after two"
                            + " minutes",
                    null);
        }
        Opening opening = new Opening(address, port);
        try {
            threads.execute(opening);
            return opening.opened.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException silent) {
            opening.giveUp();
            throw new SshException(
                    SshException.Kind.TIMEOUT,
                    host,
                    address + " port " + port + " did not answer " + host + " within " + timeout.toMillis() + " ms",
                    "check whether " + address + " is up, and whether a firewall drops packets from " + host,
                    silent);
        } catch (ExecutionException failed) {
            throw failure(opening, failed.getCause());
        } catch (RejectedExecutionException closed) {
            throw lost("the connection has been closed", closed);
        } catch (InterruptedException interrupted) {
            opening.giveUp();
            Thread.currentThread().interrupt();
            throw lost("interrupted", interrupted);
        }
    }

    private SshException failure(Opening opening, Throwable cause) {
        if (!session.isConnected()) {
            return lost("the connection broke", cause);
        }
        if (opening.reason() == PROHIBITED) {
            return new SshException(
                    SshException.Kind.SETTINGS,
                    host,
                    "sshd of " + host + " does not allow TCP forwarding",
                    "set AllowTcpForwarding yes (or local) in its sshd_config",
                    cause);
        }
        return new SshException(
                SshException.Kind.REFUSED,
                host,
                host + " could not connect to " + opening.address + " port " + opening.port
                        + ": refused, or no route to it",
                "check whether something listens there, and the routes of " + host,
                cause);
    }

    private SshException lost(String message, Throwable cause) {
        return new SshException(
                SshException.Kind.LOST, host, message, "check whether the host is up, then run again", cause);
    }

    private final class Opening implements Runnable {
        private final String address;
        private final int port;
        private final CompletableFuture<TcpChannel> opened = new CompletableFuture<>();
        private volatile ChannelDirectTCPIP channel;
        private boolean ended;
        private boolean leftBehind;

        Opening(String address, int port) {
            this.address = address;
            this.port = port;
        }

        @Override
        public void run() {
            try {
                ChannelDirectTCPIP opening = (ChannelDirectTCPIP) session.openChannel("direct-tcpip");
                channel = opening;
                opening.setHost(address);
                opening.setPort(port);
                ByteQueue received = new ByteQueue();
                opening.setOutputStream(received.output());
                OutputStream sent = opening.getOutputStream();
                opening.connect(RemoteCommand.milliseconds(HOST_GIVES_UP));
                if (!opening.isConnected()) {
                    throw new IOException("the channel was not opened");
                }
                TcpChannel tcp = new Channel(opening, received.input(), new Flushing(sent));
                if (!opened.complete(tcp)) {
                    tcp.close();
                }
            } catch (JSchException | IOException failed) {
                opened.completeExceptionally(failed);
            } finally {
                end();
            }
        }

        private synchronized void end() {
            ended = true;
            if (leftBehind) {
                unanswered.decrementAndGet();
            }
        }

        private synchronized void leaveBehind() {
            if (!ended) {
                leftBehind = true;
                unanswered.incrementAndGet();
            }
        }

        void giveUp() {
            leaveBehind();
            // Whoever completes it first owns the channel.
            if (!opened.cancel(false) && !opened.isCompletedExceptionally()) {
                opened.join().close();
            }
        }

        /** The host's reason, which JSch keeps as the exit status. */
        int reason() {
            ChannelDirectTCPIP failed = channel;
            return failed == null ? -1 : failed.getExitStatus();
        }
    }

    private record Channel(ChannelDirectTCPIP channel, InputStream input, OutputStream output) implements TcpChannel {
        @Override
        public void close() {
            try {
                input.close();
            } catch (IOException alreadyClosed) {
                // Nothing is left to close there.
            } finally {
                channel.disconnect();
            }
        }
    }

    /** JSch keeps written bytes until a packet is full; a request must go out when it is written. */
    private static final class Flushing extends OutputStream {
        private final OutputStream out;

        Flushing(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            out.flush();
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            out.write(source, offset, length);
            out.flush();
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
