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
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.socket.EchoSocket;
import org.aloft.agent.log.Log;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Loop;
import org.aloft.agent.thread.Rounds;
import org.aloft.agent.thread.Supervisor;

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
    private final Supervisor supervisor;
    private Optional<Turns> turns = Optional.empty();
    private Optional<Loop> thread = Optional.empty();

    Pinger(RandomGenerator random, CheckLoop loop, Supervisor supervisor) {
        this.supervisor = supervisor;
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
        Turns listener = listener();
        thread.orElseThrow().post(() -> listener.hear(socket));
        return socket;
    }

    private Turns listener() {
        Turns listener = turns.orElseGet(() -> new Turns(Poller.open()));
        if (turns.isEmpty()) {
            turns = Optional.of(listener);
            thread = Optional.of(supervisor
                    .loop("pinger", AfterFailure.GO_ON, listener.poller, listener)
                    .start());
        }
        return listener;
    }

    /** Hears replies. */
    private final class Turns implements Rounds {
        private final Poller poller;
        private final List<EchoSocket> heard = new ArrayList<>();

        Turns(Poller poller) {
            this.poller = poller;
        }

        void hear(EchoSocket socket) {
            heard.add(socket);
            poller.add(socket.fd());
        }

        @Override
        public void turn(long now) {
            for (EchoSocket socket : heard) {
                if (poller.isReady(socket.fd())) {
                    drain(socket);
                }
            }
        }

        @Override
        public void end() {
            poller.close();
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
        thread.ifPresent(Loop::close);
        sockets.values().forEach(EchoSocket::close);
    }
}
