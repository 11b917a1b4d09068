package org.aloft.ssh;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.aloft.topology.model.Host;

/** One JSch session. Safe for use by several threads. */
final class JschConnection implements Connection {
    /** Two fewer than sshd's MaxSessions allows as it comes. */
    private static final int COMMANDS_AT_ONCE = 8;

    private final Host host;
    private final Session session;
    private final RootShell rootShell;
    private final Semaphore commands = new Semaphore(COMMANDS_AT_ONCE, true);
    private final ExecutorService threads;
    private final DirectTcp directTcp;

    JschConnection(Host host, Session session, RootShell rootShell) {
        this.host = host;
        this.session = session;
        this.rootShell = rootShell;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "aloft ssh " + host.name() + " " + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.directTcp = new DirectTcp(host.name(), session, threads);
    }

    @Override
    public String host() {
        return host.name();
    }

    @Override
    public ScriptResult run(String script, Duration deadline, Consumer<String> onLine) throws SshException {
        RemoteCommand.End end = execute(
                rootShell.runCommand(), input -> rootShell.sendScript(input, script), "the script", deadline, onLine);
        if (end.status() == RootShell.CUT_SHORT
                && RootShell.errorsOfScript(end.errors()).isEmpty()
                && end.output().isEmpty()) {
            throw lost("the script did not arrive whole, so none of it ran", null);
        }
        return new ScriptResult(status(end), end.output(), RootShell.errorsOfScript(end.errors()));
    }

    @Override
    public void upload(Path local, String remote, Duration deadline) throws SshException {
        if (!remote.startsWith("/") || remote.endsWith("/")) {
            throw new IllegalArgumentException("an absolute path of a file is needed: " + remote);
        }
        long size;
        try {
            size = Files.size(local);
        } catch (IOException unreadable) {
            throw new SshException(
                    SshException.Kind.SETTINGS,
                    host.name(),
                    local + " cannot be read for sending it to " + remote,
                    "make the file readable for the user who runs aloft",
                    unreadable);
        }
        RemoteCommand.End end = execute(
                rootShell.uploadCommand(remote, size),
                input -> sendFile(input, local),
                "sending " + remote,
                deadline,
                line -> {});
        if (status(end) != 0) {
            throw new SshException(
                    SshException.Kind.WRITE_FAILED,
                    host.name(),
                    remote + " could not be written: "
                            + RootShell.errorsOfScript(end.errors()).strip(),
                    "make room for " + size + " bytes and make the folder writable for root; nothing was left behind",
                    null);
        }
    }

    private void sendFile(OutputStream input, Path local) throws IOException {
        rootShell.sendBegin(input);
        try (InputStream file = Files.newInputStream(local)) {
            file.transferTo(input);
        }
    }

    /** A status of 0..255; a signal becomes what a shell would make of it, 128 + its number. */
    private static int status(RemoteCommand.End end) {
        return end.status() >= 0 ? end.status() : 128 + Signals.number(end.signal());
    }

    private RemoteCommand.End execute(
            String command, RemoteCommand.Feed feed, String what, Duration deadline, Consumer<String> onLine)
            throws SshException {
        long until = System.nanoTime() + deadline.toNanos();
        try {
            if (!commands.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                throw tooLate(what, deadline);
            }
            try {
                RemoteCommand running = new RemoteCommand(session, command);
                Duration left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
                running.start(threads, left, feed);
                RemoteCommand.End end = running.await(left, onLine);
                return checked(running, end, what, deadline);
            } finally {
                commands.release();
            }
        } catch (JSchException broken) {
            throw dead("the connection is down", broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw lost("interrupted; " + what + " may still be running there", interrupted);
        }
    }

    private RemoteCommand.End checked(RemoteCommand running, RemoteCommand.End end, String what, Duration deadline)
            throws SshException {
        if (end == null) {
            throw tooLate(what, deadline);
        }
        if (end.status() < 0 && end.signal().isEmpty()) {
            Exception failure = running.startFailure();
            boolean began = RootShell.started(end.errors());
            throw dead(
                    began
                            ? "the connection broke while in use; " + what + " may have gone on"
                            : "the connection broke before " + what + " began",
                    failure);
        }
        if (!RootShell.started(end.errors())) {
            throw notStarted(end);
        }
        return end;
    }

    private SshException notStarted(RemoteCommand.End end) {
        String said = end.errors().strip();
        String because = said.isEmpty() ? "exit status " + end.status() : lastLine(said);
        if (!rootShell.sudo()) {
            return new SshException(
                    SshException.Kind.SETTINGS,
                    host.name(),
                    "no shell could be started: " + because,
                    "let the user log in with a shell, with no forced command in authorized_keys or sshd_config",
                    null);
        }
        String user = session.getUserName();
        return new SshException(
                SshException.Kind.NO_SUDO,
                host.name(),
                "user " + user + " may not become root: " + because,
                rootShell.password().isPresent()
                        ? "check ansible_become_password, and that the host's sudoers lets " + user + " run anything"
                        : "give ansible_become_password, or add to the host's sudoers: " + user
                                + " ALL=(ALL) NOPASSWD: ALL",
                null);
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    @Override
    public TcpChannel openTcp(String address, int port, Duration timeout) throws SshException {
        return directTcp.open(address, port, timeout);
    }

    private SshException tooLate(String what, Duration deadline) {
        return new SshException(
                SshException.Kind.TIMEOUT,
                host.name(),
                what + " took longer than " + deadline.toMillis() + " ms",
                "look at the host's load and disks; it may still be at it",
                null);
    }

    /** Closes what is left as well, so that nobody is handed this connection while JSch has yet to notice. */
    private SshException dead(String message, Exception cause) {
        session.disconnect();
        return lost(message, cause);
    }

    private SshException lost(String message, Exception cause) {
        return new SshException(
                SshException.Kind.LOST,
                host.name(),
                message,
                "look whether the host is up and run again; what was done already is found and kept",
                cause);
    }

    @Override
    public boolean isOpen() {
        return session.isConnected();
    }

    @Override
    public void close() {
        session.disconnect();
        threads.shutdownNow();
    }
}
