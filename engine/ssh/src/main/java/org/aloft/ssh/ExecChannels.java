package org.aloft.ssh;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs commands on the exec channels of one session, a few at once. Safe for use by several threads. */
final class ExecChannels {
    /** Two fewer than sshd's MaxSessions allows as it comes. */
    private static final int AT_ONCE = 8;

    private final String host;
    private final Session session;
    private final ExecutorService threads;
    private final Semaphore slots = new Semaphore(AT_ONCE, true);

    ExecChannels(String host, Session session, ExecutorService threads) {
        this.host = host;
        this.session = session;
        this.threads = threads;
    }

    /** Makes the command that is to be run, and its feed. */
    interface Preparation {
        RemoteCommand.Feed prepare(RemoteCommand command);
    }

    /**
     * One command to run.
     *
     * @param text for the log-in shell
     * @param what what messages call it
     * @param outputLimit bytes that it may print
     * @param preparation told the command before it starts; gives its feed
     */
    record Request(String text, String what, int outputLimit, Preparation preparation) {}

    /**
     * A command that has ended.
     *
     * @param end {@code Exited}, {@code Killed}, {@code HungUp} or {@code NotStarted}
     */
    record Ended(RemoteCommand.End end, CommandOutput output, CommandErrors errors) {
        /** Its exit status; -1 when it has none. */
        int status() {
            return end instanceof RemoteCommand.End.Exited exited ? exited.status() : -1;
        }
    }

    /**
     * Runs a command and waits for its end.
     *
     * @param deadline as the caller gave it, for the message
     * @param until when to give up, in {@link System#nanoTime}
     * @throws SshException when it did not end by itself
     */
    Ended run(Request request, Duration deadline, long until, Consumer<String> onLine) throws SshException {
        try {
            if (!slots.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw tooLate(request.what(), deadline);
            }
            RemoteCommand command = start(request, until);
            return ended(request, deadline, command, command.await(until, onLine));
        } catch (JSchException broken) {
            throw dead("the connection is down", broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw lost("interrupted; " + request.what() + " may still be running there", interrupted);
        }
    }

    private RemoteCommand start(Request request, long until) throws JSchException {
        RemoteCommand command;
        try {
            command = new RemoteCommand(session, request.text(), request.outputLimit(), slots::release);
        } catch (JSchException broken) {
            slots.release();
            throw broken;
        }
        RemoteCommand.Feed feed = request.preparation().prepare(command);
        try {
            command.start(threads, Duration.ofNanos(Math.max(1, until - System.nanoTime())), feed);
        } catch (RejectedExecutionException closed) {
            throw new JSchException("closed", closed);
        }
        return command;
    }

    private Ended ended(Request request, Duration deadline, RemoteCommand command, RemoteCommand.End end)
            throws SshException {
        String what = request.what();
        if (end instanceof RemoteCommand.End.TimedOut) {
            throw tooLate(what, deadline);
        }
        if (end instanceof RemoteCommand.End.NotOpened) {
            throw lost("sshd refused to open a session for " + what, null);
        }
        if (end instanceof RemoteCommand.End.InputFailed failed) {
            throw lost("the input of " + what + " broke off: " + failed.cause().getMessage(), failed.cause());
        }
        if (end instanceof RemoteCommand.End.TooMuchOutput) {
            throw lost(what + " printed more than " + request.outputLimit() + " bytes; it was given up", null);
        }
        if (end instanceof RemoteCommand.End.Broken broken) {
            throw dead(
                    command.errors().begun()
                            ? "the connection broke while in use; " + what + " may have gone on"
                            : "the connection broke before " + what + " began",
                    broken.cause());
        }
        return new Ended(end, command.output(), command.errors());
    }

    SshException tooLate(String what, Duration deadline) {
        return new SshException(
                SshException.Kind.TIMEOUT,
                host,
                what + " took longer than " + deadline.toMillis() + " ms",
                "check load and disks on the host; " + what + " may still be running",
                null);
    }

    /** Closes what is left as well, so that nobody is handed this connection while JSch has yet to notice. */
    private SshException dead(String message, Exception cause) {
        session.disconnect();
        return lost(message, cause);
    }

    SshException lost(String message, Exception cause) {
        return new SshException(
                SshException.Kind.LOST,
                host,
                message,
                "check whether the host is up, then run again: what is already done is found and kept",
                cause);
    }
}
