package org.aloft.ssh;

import com.jcraft.jsch.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.aloft.topology.model.Host;

/** One JSch session. Safe for use by several threads. */
final class JschConnection implements Connection {
    private final Host host;
    private final Session session;
    private final RootShell rootShell;
    private final ExecutorService threads;
    private final ExecChannels channels;
    private final SudoProof sudo;
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
        this.channels = new ExecChannels(host.name(), session, threads);
        this.sudo = new SudoProof(host.name(), session.getUserName(), rootShell, channels);
        this.directTcp = new DirectTcp(host.name(), session, threads);
    }

    @Override
    public String host() {
        return host.name();
    }

    @Override
    public ScriptResult run(String script, Duration deadline, int outputLimit, Consumer<String> onLine)
            throws SshException {
        ExecChannels.Ended ended = execute(
                rootShell.runCommand(),
                input -> RootShell.sendScript(input, script),
                "the script",
                deadline,
                outputLimit,
                onLine);
        if (ended.output().whole()) {
            return new ScriptResult(
                    ended.status(), ended.output().text(), ended.errors().ofScript());
        }
        if (ended.end() instanceof RemoteCommand.End.Killed killed) {
            throw channels.lost("signal " + killed.signal() + " ended the script's shell on the host", null);
        }
        throw channels.lost(
                ended.status() == RootShell.CUT_SHORT
                        ? "the script did not arrive whole, so none of it ran (startup files that read their input are one reason)"
                        : "the end of the script's output did not arrive",
                null);
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
        ExecChannels.Ended ended = execute(
                rootShell.uploadCommand(remote, size),
                input -> Files.copy(local, input),
                "sending " + remote,
                deadline,
                OUTPUT_LIMIT,
                line -> {});
        if (ended.status() != 0) {
            throw new SshException(
                    SshException.Kind.WRITE_FAILED,
                    host.name(),
                    remote + " could not be written: "
                            + ended.errors().ofScript().strip(),
                    "make room for " + size + " bytes and make the folder writable for root; nothing was left behind",
                    null);
        }
    }

    /** Runs a command that reads its input as root. */
    private ExecChannels.Ended execute(
            String command,
            RemoteCommand.Feed body,
            String what,
            Duration deadline,
            int outputLimit,
            Consumer<String> onLine)
            throws SshException {
        long until = System.nanoTime() + deadline.toNanos();
        sudo.require(deadline, until);
        ExecChannels.Request request =
                new ExecChannels.Request(command, what, outputLimit, running -> input -> feed(running, input, body));
        ExecChannels.Ended ended = channels.run(request, deadline, until, onLine);
        if (ended.errors().begun()) {
            return ended;
        }
        String said = ended.errors().beforeScript();
        throw rootShell.sudo() ? sudo.mayNot(said) : noShell(ended, said);
    }

    /** Nothing but the password goes to a sudo that may ask; the body goes to the shell that sudo runs. */
    private void feed(RemoteCommand running, OutputStream input, RemoteCommand.Feed body)
            throws IOException, InterruptedException {
        if (rootShell.hasPassword()) {
            if (running.awaitStart(1) == RemoteCommand.Start.ASKED) {
                rootShell.sendPassword(input);
            }
            if (running.awaitStart(2) != RemoteCommand.Start.BEGUN) {
                return;
            }
        }
        body.writeTo(input);
    }

    private SshException noShell(ExecChannels.Ended ended, String said) {
        String because = said.isEmpty() ? "exit status " + ended.status() : said.substring(said.lastIndexOf('\n') + 1);
        return new SshException(
                SshException.Kind.SETTINGS,
                host.name(),
                "the log-in shell of " + session.getUserName() + " on " + host.name()
                        + " ended before it ran anything: " + because,
                "let the user log in with a POSIX shell, without a forced command (authorized_keys, sshd_config) and"
                        + " without an exit in startup files (~/.bashrc)",
                null);
    }

    @Override
    public TcpChannel openTcp(String address, int port, Duration timeout) throws SshException {
        return directTcp.open(address, port, timeout);
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
