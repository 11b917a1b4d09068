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
import java.util.function.Function;
import org.aloft.topology.model.Host;

/** Commands and TCP connections of one host, by whatever way it is reached. Safe for use by several threads. */
final class HostConnection implements Connection {
    private final Host host;
    private final CommandHost commandHost;
    private final ExecutorService threads;
    private final ExecChannels channels;
    private final BecomeProof proof;
    private final TcpOpener tcp;

    private HostConnection(
            Host host, CommandHost commandHost, RootShell rootShell, ExecutorService threads, TcpOpener tcp) {
        this.host = host;
        this.commandHost = commandHost;
        this.threads = threads;
        this.channels = new ExecChannels(host.name(), commandHost, rootShell.prompt(), threads);
        this.proof = new BecomeProof(host.name(), commandHost.user(), rootShell, channels);
        this.tcp = tcp;
    }

    /** A host by the session that is open to it. */
    static HostConnection bySsh(Host host, Session session, RootShell rootShell) {
        ExecutorService threads = threads(host);
        return new HostConnection(
                host, new SshHost(session), rootShell, threads, new DirectTcp(host.name(), session, threads));
    }

    /** This machine, which the inventory knows as this host. */
    static HostConnection local(Host host) {
        ExecutorService threads = threads(host);
        LocalHost here = new LocalHost(threads);
        return new HostConnection(
                host, here, RootShell.of(host.connection(), here.user()), threads, new LocalTcp(host.name()));
    }

    private static ExecutorService threads(Host host) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "aloft ssh " + host.name() + " " + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public String host() {
        return host.name();
    }

    @Override
    public ScriptResult run(String script, Duration deadline, int outputLimit, Consumer<String> onLine)
            throws SshException {
        ExecChannels.Ended ended = execute(
                RootShell::runCommand,
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
                shell -> shell.uploadCommand(remote, size),
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
            Function<RootShell, String> command,
            RemoteCommand.Feed body,
            String what,
            Duration deadline,
            int outputLimit,
            Consumer<String> onLine)
            throws SshException {
        long until = System.nanoTime() + deadline.toNanos();
        RootShell shell = proof.require(deadline, until);
        ExecChannels.Request request = new ExecChannels.Request(
                command.apply(shell), what, outputLimit, running -> input -> feed(shell, running, input, body));
        ExecChannels.Ended ended = channels.run(request, deadline, until, onLine);
        if (ended.errors().begun()) {
            return ended;
        }
        String said = ended.errors().beforeScript();
        throw shell.method().isPresent() ? proof.mayNot(said) : noShell(ended, said);
    }

    /** Nothing but the password goes to what may ask for it; the body goes to the shell that this runs. */
    private static void feed(RootShell shell, RemoteCommand running, OutputStream input, RemoteCommand.Feed body)
            throws IOException, InterruptedException {
        if (shell.mayAsk()) {
            if (running.awaitStart(1) == RemoteCommand.Start.ASKED) {
                if (shell.password().isEmpty()) {
                    return;
                }
                shell.sendPassword(input);
            }
            if (running.awaitStart(2) != RemoteCommand.Start.BEGUN) {
                return;
            }
            shell.sendArrived(input);
        }
        body.writeTo(input);
    }

    private SshException noShell(ExecChannels.Ended ended, String said) {
        String because = said.isEmpty() ? "exit status " + ended.status() : said.substring(said.lastIndexOf('\n') + 1);
        return new SshException(
                SshException.Kind.SETTINGS,
                host.name(),
                "the log-in shell of " + commandHost.user() + " on " + host.name() + " ended before it ran anything: "
                        + because,
                "let the user log in with a POSIX shell, without a forced command (authorized_keys, sshd_config) and"
                        + " without an exit in startup files (~/.bashrc)",
                null);
    }

    @Override
    public TcpChannel openTcp(String address, int port, Duration timeout) throws SshException {
        return tcp.open(address, port, timeout);
    }

    @Override
    public boolean isOpen() {
        return commandHost.isConnected();
    }

    @Override
    public void close() {
        commandHost.disconnect();
        threads.shutdownNow();
    }
}
