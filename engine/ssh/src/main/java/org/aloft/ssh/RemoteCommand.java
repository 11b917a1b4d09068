package org.aloft.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One command on one exec channel (RFC 4254 §6.5). Its outputs go from the session's reading thread straight into
 * memory, so that a slow listener never stalls the other channels of the connection.
 *
 * <p>The thread that calls {@link #await} waits, and tells the listener.
 */
final class RemoteCommand {
    /** Writes what the command reads. */
    interface Feed {
        void writeTo(OutputStream input) throws IOException;
    }

    /** How it ended. {@link #status} is -1 when the connection broke before the host said. */
    record End(int status, String signal, String output, String errors) {}

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final ChannelExec channel;
    private final List<String> untold = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean closed;
    private Exception startFailure;

    RemoteCommand(Session session, String command) throws JSchException {
        channel = (ChannelExec) session.openChannel("exec");
        channel.setCommand(command.getBytes(StandardCharsets.UTF_8));
        channel.setOutputStream(new Sink(output));
        // JSch closes this one only when the channel itself is closed: by then the exit status has come.
        channel.setErrStream(new Sink(errors));
    }

    /** Opens the channel, and feeds the command on a thread of its own: a host that does not read must not hold us. */
    void start(Executor threads, Duration deadline, Feed feed) {
        threads.execute(() -> {
            try {
                OutputStream input = channel.getOutputStream();
                channel.connect(milliseconds(deadline));
                feed.writeTo(input);
                input.close();
            } catch (JSchException | IOException failed) {
                failedToStart(failed);
            }
        });
    }

    private synchronized void failedToStart(Exception failure) {
        // A command that ends before it has read everything closes its channel: that is its end, not ours.
        if (!channel.isConnected()) {
            startFailure = failure;
            closed = true;
            notifyAll();
        }
    }

    /**
     * Waits for the end.
     *
     * @return null when the deadline passed first; the channel is closed then
     */
    End await(Duration deadline, Consumer<String> onLine) throws InterruptedException {
        long until = System.nanoTime() + deadline.toNanos();
        try {
            while (true) {
                List<String> lines;
                boolean ended;
                synchronized (this) {
                    lines = newLines();
                    ended = closed;
                    long left = until - System.nanoTime();
                    if (lines.isEmpty() && !ended) {
                        if (left <= 0) {
                            return null;
                        }
                        TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
                        continue;
                    }
                }
                lines.forEach(onLine);
                if (ended) {
                    return end();
                }
            }
        } finally {
            channel.disconnect();
        }
    }

    private List<String> newLines() {
        List<String> lines = List.copyOf(untold);
        untold.clear();
        return lines;
    }

    private void splitIntoLines(byte[] source, int offset, int length) {
        int begin = offset;
        for (int index = offset; index < offset + length; index++) {
            if (source[index] == '\n') {
                line.write(source, begin, index - begin);
                untold.add(line.toString(StandardCharsets.UTF_8));
                line.reset();
                begin = index + 1;
            }
        }
        line.write(source, begin, offset + length - begin);
    }

    private synchronized End end() {
        String signal = channel.getExitSignal();
        return new End(
                channel.getExitStatus(),
                signal == null ? "" : signal,
                output.toString(StandardCharsets.UTF_8),
                errors.toString(StandardCharsets.UTF_8));
    }

    /** Why it could not be started, or null. */
    synchronized Exception startFailure() {
        return startFailure;
    }

    static int milliseconds(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }

    private final class Sink extends OutputStream {
        private final ByteArrayOutputStream bytes;

        Sink(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            synchronized (RemoteCommand.this) {
                bytes.write(source, offset, length);
                if (bytes == output) {
                    splitIntoLines(source, offset, length);
                }
                RemoteCommand.this.notifyAll();
            }
        }

        @Override
        public void close() {
            if (bytes == errors) {
                synchronized (RemoteCommand.this) {
                    closed = true;
                    RemoteCommand.this.notifyAll();
                }
            }
        }
    }
}
