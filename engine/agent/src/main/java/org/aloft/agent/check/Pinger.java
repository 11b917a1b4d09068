package org.aloft.agent.check;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.socket.EchoSocket;
import org.aloft.agent.log.Log;

/**
 * All echo requests of the agent. Netty's loop cannot wait for a raw socket, so a thread of its own, named {@code
 * pinger}, does; it begins with the first request, and only ever reads. Requests are sent from the checks' thread,
 * which sending never holds up. All checks that send from the same place share one socket: the kernel hands every reply
 * to every raw socket, so one for each check would make the work grow with the square of their number.
 *
 * <p>{@link #ask} is for the checks' thread, {@link #close} for any once that has ended.
 */
final class Pinger implements AutoCloseable {
    private static final Logger LOG = Log.of(Pinger.class);

    /** From where requests are sent. */
    private record Origin(boolean ipv6, Optional<InetAddress> from, Optional<String> through, int mark) {
        static Origin of(CheckConnection connection) {
            return new Origin(
                    connection.target().getAddress() instanceof Inet6Address,
                    connection.bindTo(),
                    connection.bindInterface(),
                    connection.mark());
        }
    }

    private final RandomGenerator random;
    private final CheckLoop loop;
    private final Map<Origin, EchoSocket> sockets = new HashMap<>();
    private final Map<Long, Runnable> awaited = new ConcurrentHashMap<>();
    private final Queue<EchoSocket> added = new ConcurrentLinkedQueue<>();
    private Optional<Poller> poller = Optional.empty();
    private Thread thread;
    private volatile boolean closed;

    Pinger(RandomGenerator random, CheckLoop loop) {
        this.random = random;
        this.loop = loop;
    }

    /**
     * Sends an echo request.
     *
     * @param answered is run on the checks' thread when the reply is there, unless the result was cancelled
     * @throws KernelException the request cannot be sent
     */
    Cancellable ask(CheckConnection connection, Runnable answered) {
        EchoSocket socket = sockets.computeIfAbsent(Origin.of(connection), this::open);
        long token = random.nextLong();
        awaited.put(token, answered);
        try {
            socket.send(connection.target().getAddress(), token);
        } catch (KernelException refused) {
            awaited.remove(token);
            throw refused;
        }
        return () -> awaited.remove(token);
    }

    private EchoSocket open(Origin origin) {
        EchoSocket socket = EchoSocket.open(origin.ipv6(), origin.from(), origin.through(), origin.mark());
        if (poller.isEmpty()) {
            Poller made = Poller.open();
            poller = Optional.of(made);
            thread = new Thread(() -> listen(made), "pinger");
            thread.setDaemon(true);
            thread.start();
        }
        added.add(socket);
        poller.get().wakeUp();
        return socket;
    }

    private void listen(Poller waits) {
        List<EchoSocket> heard = new ArrayList<>();
        while (!closed) {
            for (EchoSocket socket = added.poll(); socket != null; socket = added.poll()) {
                heard.add(socket);
                waits.add(socket.fd());
            }
            waits.poll(Deadline.NEVER);
            for (EchoSocket socket : heard) {
                if (!closed && waits.isReady(socket.fd())) {
                    drain(socket);
                }
            }
        }
    }

    private void drain(EchoSocket socket) {
        try {
            for (OptionalLong token = socket.receive(); token.isPresent(); token = socket.receive()) {
                Runnable waiting = awaited.remove(token.getAsLong());
                if (waiting != null) {
                    loop.run(waiting);
                }
            }
        } catch (KernelException failure) {
            LOG.log(Level.DEBUG, failure.getMessage()); // those who wait will say that nothing was heard
        }
    }

    @Override
    public void close() {
        closed = true;
        poller.ifPresent(waits -> {
            waits.wakeUp();
            joinUninterruptibly();
            waits.close();
        });
        sockets.values().forEach(EchoSocket::close);
    }

    private void joinUninterruptibly() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
