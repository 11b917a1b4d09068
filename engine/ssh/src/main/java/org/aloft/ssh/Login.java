package org.aloft.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;

/**
 * One attempt to connect to a host and log in. It runs on a thread of its own, so that neither a slow name service nor
 * a silent port can hold the caller beyond the deadline.
 */
final class Login {
    /** A host that misses two keep-alives is considered lost. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private final JSch jsch;
    private final Host host;
    private final ConnectionSettings settings;
    private final String user;
    private final HostKeyCheck hostKeyCheck;
    private final Path home;
    private final Optional<Path> agentSocket;
    private final KeyRing ring;
    private final Optional<ProxyCommand> proxy;
    private final OwnSockets sockets;
    private volatile Identities identities;
    private volatile boolean dropped;

    Login(
            JSch jsch,
            Host host,
            KnownHosts knownHosts,
            Path home,
            Optional<Path> agentSocket,
            KeyRing ring,
            Resolver resolver) {
        this.jsch = jsch;
        this.host = host;
        this.settings = host.connection();
        this.user = settings.user().orElse(System.getProperty("user.name"));
        this.hostKeyCheck = new HostKeyCheck(host, knownHosts);
        this.home = home;
        this.agentSocket = agentSocket;
        this.ring = ring;
        this.sockets = new OwnSockets(resolver);
        this.proxy = settings.proxyCommand().map(command -> new ProxyCommand(command, host.address(), user));
    }

    /** Whether the host accepted the connection and closed it before its greeting: worth a retry. */
    boolean wasDropped() {
        return dropped;
    }

    /**
     * @param whole the deadline as the caller gave it, for the message
     * @param left what is left of it
     */
    Connection connect(Duration whole, Duration left) throws SshException {
        CompletableFuture<Session> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> work(result, left), "aloft connects to " + host.name());
        thread.setDaemon(true);
        thread.start();
        try {
            Session session = result.get(left.toNanos(), TimeUnit.NANOSECONDS);
            return HostConnection.bySsh(host, session, RootShell.of(settings, user));
        } catch (TimeoutException silent) {
            giveUp(result);
            throw failure(SshException.Kind.TIMEOUT, noAnswer(whole), checkTheNetwork(), silent);
        } catch (ExecutionException failed) {
            throw explain(failed.getCause(), whole);
        } catch (InterruptedException interrupted) {
            giveUp(result);
            Thread.currentThread().interrupt();
            throw failure(SshException.Kind.LOST, "interrupted while connecting", "run again", interrupted);
        }
    }

    private void work(CompletableFuture<Session> result, Duration left) {
        try {
            sockets.until(System.nanoTime() + left.toNanos());
            Session session = newSession();
            session.connect(RemoteCommand.milliseconds(left));
            if (!result.complete(session)) {
                session.disconnect();
            }
        } catch (JSchException | SshException | IOException failed) {
            release();
            result.completeExceptionally(failed);
        } catch (RuntimeException unexpected) {
            release();
            result.completeExceptionally(unexpected);
        }
    }

    private Session newSession() throws JSchException, SshException, IOException {
        identities = Identities.of(host, jsch, home, agentSocket, ring);
        Session session = jsch.getSession(user, host.sshAddress(), settings.port());
        session.setDaemonThread(true);
        session.setHostKeyRepository(hostKeyCheck);
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("prefer_known_host_key_types", "no");
        session.setConfig("server_host_key", hostKeyCheck.algorithms());
        Algorithms.choose(session);
        session.setIdentityRepository(identities);
        settings.password()
                .ifPresent(password -> session.setPassword(password.reveal().getBytes(StandardCharsets.UTF_8)));
        session.setConfig(
                "PreferredAuthentications",
                settings.password().isPresent() ? "publickey,keyboard-interactive,password" : "publickey");
        session.setServerAliveInterval((int) KEEP_ALIVE.toMillis());
        session.setServerAliveCountMax(2);
        if (proxy.isPresent()) {
            session.setProxy(proxy.get());
        } else {
            session.setSocketFactory(sockets);
        }
        return session;
    }

    private void giveUp(CompletableFuture<Session> result) {
        if (!result.cancel(false) && !result.isCompletedExceptionally()) {
            result.join().disconnect();
        }
        release();
    }

    private void release() {
        sockets.close();
        proxy.ifPresent(ProxyCommand::close);
    }

    private SshException explain(Throwable cause, Duration deadline) {
        if (cause instanceof SshException known) {
            return known;
        }
        if (hostKeyCheck.refusal().isPresent()) {
            return hostKeyCheck.refusal().get();
        }
        if (hostKeyCheck.accepted()) {
            return String.valueOf(cause.getMessage()).startsWith("Auth")
                    ? authentication(cause)
                    : failure(
                            SshException.Kind.LOST,
                            place() + " closed the connection while " + user + " logged in",
                            "check sshd's log on the host; too many keys in the agent are a common cause",
                            cause);
        }
        if (causeOf(cause, JSchAlgoNegoFailException.class).isPresent()) {
            return failure(
                    SshException.Kind.SETTINGS,
                    place() + " has no algorithm in common with aloft",
                    "upgrade its sshd, or allow curve25519-sha256 and an ed25519 or rsa-sha2 host key",
                    cause);
        }
        return unreachable(cause, deadline);
    }

    private SshException authentication(Throwable cause) {
        String offered = settings.password().isPresent() ? identities.summary() + ", a password" : identities.summary();
        Optional<Path> encrypted = identities.firstEncrypted();
        String fix = encrypted.isPresent()
                ? encrypted.get() + " is encrypted: run ssh-agent, then ssh-add " + encrypted.get()
                : "put the public key on the host (ssh-copy-id -p " + settings.port() + " " + user + "@"
                        + host.sshAddress() + "), or name the right key in ansible_ssh_private_key_file";
        return failure(
                SshException.Kind.AUTHENTICATION,
                place() + " does not let " + user + " in; tried: " + offered,
                fix,
                cause);
    }

    private SshException unreachable(Throwable cause, Duration deadline) {
        if (causeOf(cause, UnknownHostException.class).isPresent()) {
            return failure(
                    SshException.Kind.UNREACHABLE,
                    "the name " + host.sshAddress() + " does not resolve",
                    "correct ansible_host of " + host.name() + ", or the name service",
                    cause);
        }
        if (sockets.connectTimedOut()
                || causeOf(cause, SocketTimeoutException.class).isPresent()) {
            return failure(SshException.Kind.TIMEOUT, noAnswer(deadline), checkTheNetwork(), cause);
        }
        Optional<ConnectException> refused = causeOf(cause, ConnectException.class);
        boolean neverConnected = proxy.isEmpty() && !sockets.connected();
        if (refused.isPresent() || neverConnected) {
            String why =
                    causeOf(cause, IOException.class).map(Throwable::getMessage).orElse("no connection");
            return failure(
                    SshException.Kind.UNREACHABLE,
                    place() + " cannot be reached: " + why,
                    "check whether the host is up and sshd listens there (ansible_host, ansible_port)",
                    cause);
        }
        // A busy sshd closes silently or with these words; so does a proxy that fails.
        dropped = sockets.greeting().startsWith("Exceeded MaxStartups")
                || (proxy.isEmpty() && sockets.greeting().isEmpty());
        String greeting = sockets.greeting().isEmpty() ? "" : " (it said: " + sockets.greeting() + ")";
        return failure(
                SshException.Kind.UNREACHABLE,
                place() + " closed the connection before SSH began" + greeting + said(ProxyCommand::lastWords),
                proxy.isPresent()
                        ? "run the ProxyCommand by hand to see what it does"
                        : "check whether that port is sshd's, and its MaxStartups when many connect at once",
                cause);
    }

    private String noAnswer(Duration deadline) {
        return place() + " did not answer within " + deadline.toMillis() + " ms" + said(ProxyCommand::wordsSoFar);
    }

    private String said(Function<ProxyCommand, String> read) {
        return proxy.map(read)
                .filter(words -> !words.isEmpty())
                .map(words -> "; ProxyCommand said: " + words)
                .orElse("");
    }

    private String checkTheNetwork() {
        return "check whether the host is up, and firewalls on the way (ansible_host, ansible_port)";
    }

    private String place() {
        return host.sshAddress() + " port " + settings.port();
    }

    private SshException failure(SshException.Kind kind, String message, String fix, Throwable cause) {
        return new SshException(kind, host.name(), message, fix, cause);
    }

    private static <T extends Throwable> Optional<T> causeOf(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }

    /** Finds the addresses of a host. */
    @FunctionalInterface
    interface Resolver {
        /** Its addresses, in the order in which they are to be tried; at least one. */
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    /**
     * Makes the socket of a try, from the first of the host's addresses that answers, as ssh(1) does. It can be closed
     * at any moment, which ends whatever waits on it.
     */
    private static final class OwnSockets implements SocketFactory {
        private final Resolver resolver;
        private Socket socket;
        private boolean closed;
        private volatile long until;
        private volatile boolean connected;
        private volatile boolean timedOut;
        private volatile FirstLine firstLine;

        OwnSockets(Resolver resolver) {
            this.resolver = resolver;
        }

        /** When all addresses must have been tried, in {@link System#nanoTime}. */
        void until(long nanoTime) {
            until = nanoTime;
        }

        @Override
        public Socket createSocket(String name, int port) throws IOException {
            InetAddress[] addresses = resolver.addresses(name);
            List<String> failures = new ArrayList<>();
            IOException last = null;
            boolean allSilent = true;
            for (int index = 0; index < addresses.length; index++) {
                // An address that is silent must leave time for the others.
                long share = (until - System.nanoTime()) / (addresses.length - index);
                try {
                    return connect(new InetSocketAddress(addresses[index], port), Duration.ofNanos(share));
                } catch (IOException failed) {
                    last = failed;
                    allSilent &= isTimeout(failed);
                    failures.add(addresses[index].getHostAddress() + ": " + failed.getMessage());
                }
            }
            timedOut = allSilent;
            throw addresses.length == 1 ? last : new IOException(String.join(", ", failures), last);
        }

        private Socket connect(InetSocketAddress address, Duration timeout) throws IOException {
            Socket next = new Socket();
            synchronized (this) {
                socket = next;
                if (closed) {
                    throw new IOException("the connection was given up");
                }
            }
            try {
                next.setTcpNoDelay(true);
                next.connect(address, RemoteCommand.milliseconds(timeout));
                connected = true;
                return next;
            } catch (IOException failed) {
                next.close();
                throw failed;
            }
        }

        private static boolean isTimeout(IOException failed) {
            return failed instanceof SocketTimeoutException
                    || String.valueOf(failed.getMessage()).contains("timed out");
        }

        /** The first line that the other side sent, printable part only; empty when it sent nothing. */
        String greeting() {
            FirstLine line = firstLine;
            return line == null ? "" : line.text();
        }

        boolean connected() {
            return connected;
        }

        boolean connectTimedOut() {
            return timedOut;
        }

        synchronized void close() {
            closed = true;
            if (socket != null) {
                try {
                    socket.close();
                } catch (IOException alreadyClosed) {
                    // It is closed, which is all that is wanted.
                    return;
                }
            }
        }

        @Override
        public InputStream getInputStream(Socket from) throws IOException {
            firstLine = new FirstLine(from.getInputStream());
            return firstLine;
        }

        @Override
        public OutputStream getOutputStream(Socket to) throws IOException {
            return to.getOutputStream();
        }
    }
}
