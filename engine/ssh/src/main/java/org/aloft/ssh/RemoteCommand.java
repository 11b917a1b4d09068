package org.aloft.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One command on one channel. Its outputs go from the thread that reads them straight into memory, so that a slow listener never stalls the other channels of the connection.
 *
 * <p>The thread that calls {@link #await} waits, and tells the listener; another one feeds the command.
 */
final class RemoteCommand {
    /** Writes what the command reads. */
    interface Feed {
        void writeTo(OutputStream input) throws IOException, InterruptedException;
    }

    /** How it ended. */
    sealed interface End {
        /** With a status of 0..255. */
        record Exited(int status) implements End {}

        /** By a signal, named without SIG (RFC 4254 §6.10). */
        record Killed(String signal) implements End {}

        /** {@link #hangUp} was called. */
        record HungUp() implements End {}

        /** sshd refused to open the channel. */
        record NotOpened() implements End {}

        /** The channel is open, but sshd refused to run the command on it. */
        record NotStarted(Exception cause) implements End {}

        /** What the command should read could not be read here. */
        record InputFailed(IOException cause) implements End {}

        /** The connection broke before the host said how the command ended. */
        record Broken(Exception cause) implements End {}

        /** The deadline passed. */
        record TimedOut() implements End {}

        /** It printed more than it may. */
        record TooMuchOutput() implements End {}
    }

    /** What a feed is waiting for. */
    enum Start {
        /** The command is root and reads what is sent. */
        BEGUN,
        /** sudo or su asks for the password. */
        ASKED,
        /** Neither, and nobody waits for it any more. */
        OVER
    }

    private static final Duration LOOK_AT_SESSION = Duration.ofMillis(500);

    private final CommandHost host;
    private final CommandChannel channel;
    private final String command;
    private final CommandOutput output;
    private final CommandErrors errors;
    private final Runnable onClosed;
    private boolean opening = true;
    private boolean fed;
    private boolean left;
    private boolean closed;
    private End end;

    /**
     * @param prompt what a question for the password looks like on standard error
     * @param outputLimit how many bytes the script may print
     * @param onClosed called once when the host has closed the channel, or it never opened
     */
    RemoteCommand(CommandHost host, String command, String prompt, int outputLimit, Runnable onClosed)
            throws IOException {
        this.host = host;
        this.command = command;
        this.output = new CommandOutput(outputLimit);
        this.errors = new CommandErrors(prompt);
        this.onClosed = onClosed;
        channel = host.newChannel();
    }

    /**
     * Opens the channel, and feeds the command on a thread of its own, so that a host that stops reading cannot block
     * the caller.
     */
    void start(Executor threads, Duration deadline, Feed feed) {
        threads.execute(() -> {
            if (open(deadline)) {
                feed(feed);
            }
        });
    }

    private boolean open(Duration deadline) {
        IOException failure = null;
        try {
            channel.start(command, new Sink(false), new Sink(true), deadline);
        } catch (IOException failed) {
            failure = failed;
        }
        boolean nobodyWaits;
        synchronized (this) {
            opening = false;
            nobodyWaits = left;
        }
        if (failure != null) {
            close();
            finish(whyNotOpen(failure));
            return false;
        }
        if (nobodyWaits) {
            channel.disconnect();
        }
        return !nobodyWaits;
    }

    private End whyNotOpen(IOException failure) {
        if (!host.isConnected()) {
            return new End.Broken(failure);
        }
        return channel.wasRefused() ? new End.NotOpened() : new End.NotStarted(failure);
    }

    private void feed(Feed feed) {
        try (OutputStream input = channel.input()) {
            feed.writeTo(input);
            synchronized (this) {
                fed = true;
            }
        } catch (IOException failed) {
            // A command that ends before it has read everything closes its channel: that is its end, not ours.
            if (channel.isOpen()) {
                finish(new End.InputFailed(failed));
                channel.disconnect();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            channel.disconnect();
        }
    }

    /** Waits until the command has begun, or sudo has asked for the password this many times. */
    synchronized Start awaitStart(int prompts) throws InterruptedException {
        while (!errors.begun() && errors.prompts() < prompts && !closed && !left) {
            wait();
        }
        if (closed || left) {
            return Start.OVER;
        }
        return errors.begun() ? Start.BEGUN : Start.ASKED;
    }

    /** Closes the channel: the command sees the end of its input. */
    void hangUp() {
        finish(new End.HungUp());
        channel.disconnect();
    }

    /**
     * Waits for the end. A command that is still running then goes on, unheard.
     *
     * @param until when to give up, in {@link System#nanoTime}
     */
    End await(long until, Consumer<String> onLine) throws InterruptedException {
        try {
            while (true) {
                List<String> lines;
                End ended;
                synchronized (this) {
                    lines = output.takeLines();
                    ended = end;
                    long left = until - System.nanoTime();
                    if (ended == null && opening && !host.isConnected()) {
                        ended = new End.Broken(null);
                    }
                    if (lines.isEmpty() && ended == null && left > 0) {
                        pause(left);
                        continue;
                    }
                    if (ended == null && left <= 0) {
                        ended = new End.TimedOut();
                    }
                }
                lines.forEach(onLine);
                if (ended != null) {
                    return ended;
                }
            }
        } finally {
            leave();
        }
    }

    /** JSch wakes nobody who waits for a channel to open when the connection breaks. */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private void pause(long nanos) throws InterruptedException {
        long longest = opening ? LOOK_AT_SESSION.toNanos() : nanos;
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(Math.min(nanos, longest), 1_000_000));
    }

    /**
     * A command that has all its input may finish, and its channel stays open until then: for sshd it counts as a
     * session until it ends (MaxSessions), and without readers SIGPIPE would stop a script anywhere. One that still
     * reads gets the end of its input, one that prints without end SIGPIPE.
     */
    private void leave() {
        boolean disconnect;
        synchronized (this) {
            left = true;
            boolean running = end == null;
            disconnect = !opening && ((running && !fed) || output.tooMuch());
            if (running) {
                output.discard();
            }
            notifyAll();
        }
        if (disconnect) {
            channel.disconnect();
        }
    }

    private synchronized void finish(End how) {
        if (end == null) {
            end = how;
            notifyAll();
        }
    }

    /** Before {@link #finish}: whoever waits for the end may count on the slot. */
    private void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            notifyAll();
        }
        onClosed.run();
    }

    private End howItEnded() {
        if (channel.exitStatus() >= 0) {
            return new End.Exited(channel.exitStatus());
        }
        return channel.signal().isEmpty() ? new End.Broken(null) : new End.Killed(channel.signal());
    }

    /** Whether it has come as far as being root, past startup files and sudo. */
    synchronized boolean begun() {
        return errors.begun();
    }

    /** Its standard output. To be asked by the thread that has awaited the end. */
    CommandOutput output() {
        return output;
    }

    /** Its standard error. To be asked by the thread that has awaited the end. */
    CommandErrors errors() {
        return errors;
    }

    static int milliseconds(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }

    /** Where what the host sends is put, on the thread that reads it. */
    private final class Sink extends OutputStream {
        private final boolean forErrors;

        Sink(boolean forErrors) {
            this.forErrors = forErrors;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            synchronized (RemoteCommand.this) {
                if (forErrors) {
                    errors.add(source, offset, length);
                } else {
                    output.add(source, offset, length);
                }
                if (output.tooMuch()) {
                    finish(new End.TooMuchOutput());
                }
                RemoteCommand.this.notifyAll();
            }
        }

        @Override
        public void close() {
            if (forErrors) {
                RemoteCommand.this.close();
                finish(howItEnded());
            }
        }
    }
}
