package org.aloft.ssh;

import com.jcraft.jsch.JSch;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.aloft.topology.model.Host;

/**
 * Opens connections to hosts. One for a process is enough; safe for use by several threads.
 *
 * <p>Keys come from the host's settings, the agent ({@link AgentSocket}), and {@code ~/.ssh}; host keys are checked
 * against known_hosts. What ssh_config says of a host stands in its settings already.
 */
public final class Connector {
    /** When many connect at once, sshd drops some before its greeting (MaxStartups, sshd_config(5)). */
    private static final int TRIES = 8;

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final JSch jsch = new JSch();
    private final Random random;
    private final Path home;
    private final AgentSocket agent;
    private final KeyRing ring;
    private final Login.Resolver resolver;

    /**
     * @param random spreads retries, so that hosts dropped together do not come back together
     * @param ring knows the passphrases of keys
     */
    public Connector(Random random, KeyRing ring) {
        this(
                random,
                Path.of(System.getProperty("user.home")),
                AgentSocket.ofProcess(),
                ring,
                InetAddress::getAllByName);
    }

    /**
     * @param random spreads retries
     * @param home the folder that holds {@code .ssh}
     * @param agentSocket where the agent listens, if there is one
     */
    Connector(Random random, Path home, Optional<Path> agentSocket) {
        this(random, home, agentSocket, InetAddress::getAllByName);
    }

    /** @param ring knows the passphrases of keys */
    Connector(Random random, Path home, Optional<Path> agentSocket, KeyRing ring) {
        this(random, home, AgentSocket.at(agentSocket), ring, InetAddress::getAllByName);
    }

    /** @param resolver finds the addresses of hosts */
    Connector(Random random, Path home, Optional<Path> agentSocket, Login.Resolver resolver) {
        this(random, home, AgentSocket.at(agentSocket), new KeyRing(home, agentSocket), resolver);
    }

    private Connector(Random random, Path home, AgentSocket agent, KeyRing ring, Login.Resolver resolver) {
        this.random = random;
        this.home = home;
        this.agent = agent;
        this.ring = ring;
        this.resolver = resolver;
    }

    /**
     * Makes ready what each connection needs, on a thread of its own, while the caller finds out whom to connect to.
     * Contacts nobody.
     */
    public static void getReady() {
        Thread thread = new Thread(Algorithms::tryOut, "aloft gets ready to connect");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Connects and logs in; a host that is this machine needs neither.
     *
     * @param deadline how long all of it may take, retries included
     * @throws SshException when it failed: says why, and what to do
     */
    public Connection connect(Host host, Duration deadline) throws SshException {
        return switch (host.connection().way()) {
            case SSH -> bySsh(host, deadline);
            case LOCAL -> HostConnection.local(host);
        };
    }

    private Connection bySsh(Host host, Duration deadline) throws SshException {
        long until = System.nanoTime() + deadline.toNanos();
        for (int attempt = 1; ; attempt++) {
            Login login = new Login(jsch, host, knownHosts(host), home, agent.of(host), ring, resolver);
            try {
                return login.connect(deadline, Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            } catch (SshException failed) {
                long pause = TimeUnit.MILLISECONDS.toNanos(pauseMillis(attempt));
                if (!login.wasDropped() || attempt == TRIES || System.nanoTime() + pause >= until) {
                    throw failed;
                }
                pause(host, pause);
            }
        }
    }

    private long pauseMillis(int attempt) {
        long longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << attempt);
        return longest / 2 + random.nextLong(longest / 2);
    }

    private static void pause(Host host, long nanos) throws SshException {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SshException(
                    SshException.Kind.LOST, host.name(), "interrupted while connecting", "run again", interrupted);
        }
    }

    private KnownHosts knownHosts(Host host) {
        List<Path> files = host.connection().knownHostsFiles();
        return files.isEmpty() ? KnownHosts.ofUser(home) : new KnownHosts(files);
    }
}
