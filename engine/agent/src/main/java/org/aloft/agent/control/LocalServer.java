package org.aloft.agent.control;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.aloft.agent.kernel.DescriptorReserve;
import org.aloft.agent.log.Log;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Loop;
import org.aloft.agent.thread.Sleep;
import org.aloft.agent.thread.Supervisor;

/**
 * A unix socket whose clients are served each on a thread of its own, so that one that neither reads nor writes holds
 * up nobody else. Safe for any thread.
 */
public final class LocalServer implements AutoCloseable {
    private static final Logger LOG = Log.of(LocalServer.class);

    private final Settings settings;
    private final ServerSocketChannel channel;
    private final Service service;
    private final Deque<SocketChannel> clients = new ArrayDeque<>();
    private final Loop loop;
    private final AcceptBackOff backOff;
    private final ThreadFactory threads;

    /** Serves a client; called on a thread of its own, which ends with it. */
    @FunctionalInterface
    public interface Service {
        /**
         * Serves it; the client is hung up on afterwards.
         *
         * @throws IOException it went away
         */
        void serve(SocketChannel client) throws IOException;
    }

    /** What becomes of a client that is one too many. */
    public enum Crowd {
        /** It waits until another has been served. */
        WAITS,
        /** It is served, and the one that has been there for the longest is hung up on. */
        REPLACES_THE_OLDEST
    }

    /**
     * How it is set up.
     *
     * @param name of its threads
     * @param socket made anew; a stale one is replaced, so be sure that no other agent runs
     * @param mode as {@code ls} shows it: to connect one must be able to write, see unix(7)
     * @param most clients at a time
     * @param crowd what becomes of further ones
     */
    public record Settings(String name, Path socket, String mode, int most, Crowd crowd) {}

    private LocalServer(
            Settings settings,
            ServerSocketChannel channel,
            Service service,
            ThreadFactory threads,
            Supervisor supervisor) {
        this.settings = settings;
        this.channel = channel;
        this.service = service;
        this.threads = threads;
        this.backOff = new AcceptBackOff(settings.name());
        this.loop = supervisor.loop(settings.name(), AfterFailure.GO_ON, Sleep.none(), this::turn);
    }

    /**
     * Starts to accept.
     *
     * @param supervisor of the thread that accepts
     * @throws IOException if the socket cannot be made
     */
    public static LocalServer start(Settings settings, Service service, Supervisor supervisor) throws IOException {
        return start(
                settings,
                service,
                work -> {
                    Thread thread = new Thread(work, settings.name());
                    thread.setDaemon(true);
                    return thread;
                },
                supervisor);
    }

    /** @param threads makes the thread of each client */
    static LocalServer start(Settings settings, Service service, ThreadFactory threads, Supervisor supervisor)
            throws IOException {
        Files.deleteIfExists(settings.socket());
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(settings.socket()));
            Files.setPosixFilePermissions(settings.socket(), PosixFilePermissions.fromString(settings.mode()));
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
        LocalServer server = new LocalServer(settings, channel, service, threads, supervisor);
        server.loop.patience(Loop.FOR_EVER).start(); // it waits for clients
        return server;
    }

    /** One turn is one client. */
    private void turn(long now) {
        try {
            awaitRoom();
            SocketChannel client = DescriptorReserve.outside(channel.accept());
            backOff.accepted();
            synchronized (clients) {
                clients.addLast(client);
                if (clients.size() > settings.most()) {
                    hangUp(clients.removeFirst());
                }
            }
            serveApart(client);
        } catch (ClosedChannelException closed) {
            LOG.log(Level.DEBUG, "{0}: closed", settings.name());
            loop.end();
        } catch (IOException failure) {
            long again = backOff.failed(failure.getMessage(), now);
            LockSupport.parkNanos(again - now);
        }
    }

    /** Where the system gives no thread, which is an Error that the loop tells of, the client is hung up on. */
    private void serveApart(SocketChannel client) {
        boolean served = false;
        try {
            threads.newThread(() -> serve(client)).start();
            served = true;
        } finally {
            if (!served) {
                hangUp(client);
                forget(client);
            }
        }
    }

    private void forget(SocketChannel client) {
        synchronized (clients) {
            clients.remove(client);
            clients.notifyAll();
        }
    }

    private void awaitRoom() {
        synchronized (clients) {
            while (settings.crowd() == Crowd.WAITS && clients.size() >= settings.most() && channel.isOpen()) {
                try {
                    clients.wait();
                } catch (InterruptedException stray) {
                    return; // nobody interrupts this thread; one client more does no harm
                }
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            service.serve(client);
        } catch (IOException left) {
            LOG.log(Level.DEBUG, "{0}: a client went away: {1}", settings.name(), left.getMessage());
        } finally {
            forget(client);
        }
    }

    private static void hangUp(SocketChannel client) {
        try {
            client.close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "cannot hang up: {0}", failure.getMessage());
        }
    }

    /** Takes no more clients; those that are being served end with the process. */
    @Override
    public void close() {
        try {
            channel.close();
            synchronized (clients) {
                clients.notifyAll();
            }
            Files.deleteIfExists(settings.socket());
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "cannot remove {0}: {1}", settings.socket(), failure.getMessage());
        }
    }
}
