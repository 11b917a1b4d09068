package org.aloft.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Runs commands on the channels of one host, a few at once. Safe for use by several threads. */
final class ExecChannels {
    /** Refusals in a row, with no session of ours open, after which sshd is taken at its word: about eight seconds. */
    private static final int REFUSALS_WITHOUT_SESSIONS = 16;

    private final String host;
    private final CommandHost commandHost;
    private final String prompt;
    private final ExecutorService threads;
    private final SessionSlots slots = new SessionSlots();

    /**
     * @param host the host's name in the inventory
     * @param prompt what a question for the password looks like
     */
    ExecChannels(String host, CommandHost commandHost, String prompt, ExecutorService threads) {
        this.host = host;
        this.commandHost = commandHost;
        this.prompt = prompt;
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
     * @param deadline as the caller gave it, for messages
     * @param until when to give up, in {@link System#nanoTime}
     * @throws SshException when it did not end by itself
     */
    Ended run(Request request, Duration deadline, long until, Consumer<String> onLine) throws SshException {
        try {
            for (int refusals = 1; ; refusals++) {
                if (!slots.take(until)) {
                    throw crowded(request.what(), deadline);
                }
                RemoteCommand command = start(request, until);
                RemoteCommand.End end = command.await(until, onLine);
                if (refusals > 1 && end instanceof RemoteCommand.End.TimedOut && !command.begun()) {
                    throw crowded(request.what(), deadline);
                }
                if (!(end instanceof RemoteCommand.End.NotOpened)) {
                    return ended(request, deadline, command, end);
                }
                if (slots.refused() == 0 && refusals >= REFUSALS_WITHOUT_SESSIONS) {
                    throw noSessions();
                }
                slots.pause(refusals, until);
            }
        } catch (IOException broken) {
            throw dead("the connection is down", broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw lost("interrupted; " + request.what() + " may still be running there", interrupted);
        }
    }

    private RemoteCommand start(Request request, long until) throws IOException {
        RemoteCommand command;
        try {
            command = new RemoteCommand(commandHost, request.text(), prompt, request.outputLimit(), slots::giveBack);
        } catch (IOException broken) {
            slots.giveBack();
            throw broken;
        }
        RemoteCommand.Feed feed = request.preparation().prepare(command);
        try {
            command.start(threads, Duration.ofNanos(Math.max(1, until - System.nanoTime())), feed);
        } catch (RejectedExecutionException closed) {
            throw new IOException("closed", closed);
        }
        return command;
    }

    private Ended ended(Request request, Duration deadline, RemoteCommand command, RemoteCommand.End end)
            throws SshException {
        String what = request.what();
        if (end instanceof RemoteCommand.End.TimedOut) {
            throw command.begun() ? tooLate(what, deadline) : notBegun(what, deadline);
        }
        if (end instanceof RemoteCommand.End.InputFailed failed) {
            throw lost("the input of " + what + " broke off: " + failed.cause().getMessage(), failed.cause());
        }
        if (end instanceof RemoteCommand.End.TooMuchOutput) {
            throw lost(what + " printed more than " + request.outputLimit() + " bytes; it was given up", null);
        }
        if (end instanceof RemoteCommand.End.Broken broken) {
            throw dead(
                    command.begun()
                            ? "the connection broke while in use; " + what + " may still be running"
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

    private SshException notBegun(String what, Duration deadline) {
        String user = commandHost.user();
        return new SshException(
                SshException.Kind.TIMEOUT,
                host,
                what + " was not begun within " + deadline.toMillis() + " ms: the log-in shell of " + user + " on "
                        + host + " did not get to it",
                "check the startup files of " + user + " there (~/.bashrc runs before every command and may wait for"
                        + " something), sudo, and the host's load",
                null);
    }

    private SshException crowded(String what, Duration deadline) {
        return new SshException(
                SshException.Kind.TIMEOUT,
                host,
                what + " was not begun within " + deadline.toMillis() + " ms: the " + slots.limit()
                        + " sessions that sshd of " + host + " allows a connection were all in use",
                "check what still runs on the host, or raise MaxSessions in its sshd_config",
                null);
    }

    private SshException noSessions() {
        return new SshException(
                SshException.Kind.SETTINGS,
                host,
                "sshd of " + host + " refuses to open a session (MaxSessions)",
                "set MaxSessions in its sshd_config to 2 or more (its default is 10); 1 is enough when nothing given up"
                        + " still runs there",
                null);
    }

    /** Closes the session too, so that this connection is not used again before JSch notices. */
    private SshException dead(String message, Exception cause) {
        commandHost.disconnect();
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
