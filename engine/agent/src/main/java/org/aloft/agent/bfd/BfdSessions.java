package org.aloft.agent.bfd;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.aloft.agent.config.BfdInstanceBlock;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.socket.UdpDatagram;
import org.aloft.agent.kernel.socket.UdpReceiver;
import org.aloft.agent.log.Log;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Loop;
import org.aloft.agent.thread.Rounds;
import org.aloft.agent.thread.Supervisor;

/**
 * All sessions, on one thread that begins with the first of them. Packets are read before timers are looked at, so that
 * one that is already there counts. The public methods are safe for any thread; listeners are called on the BFD thread
 * and must not block.
 */
public final class BfdSessions implements AutoCloseable {
    private static final Logger LOG = Log.of(BfdSessions.class);

    private final RandomGenerator random;
    private final Poller poller = Poller.open();
    private final Map<Boolean, UdpReceiver> receivers = new HashMap<>();
    private final Map<String, List<Listener>> listeners = new HashMap<>();
    private final Loop loop;
    private volatile List<BfdEndpoint> endpoints = List.of();
    private volatile boolean started;

    /** Is told of one session. */
    @FunctionalInterface
    public interface Listener {
        /**
         * The session is up, or is not: once at the beginning, and then at each change.
         *
         * @param reason why, human-readable
         */
        void session(boolean up, String reason);
    }

    private BfdSessions(RandomGenerator random, Supervisor supervisor) {
        this.random = random;
        this.loop = supervisor.loop("bfd", AfterFailure.END_PROCESS, poller, new Turns());
    }

    /**
     * Without any session; {@link #configure} begins them.
     *
     * @param random for discriminators, source ports and the jitter of periods
     * @param supervisor of the BFD thread; should that fail, so does the process
     * @throws KernelException out of descriptors
     */
    public static BfdSessions open(RandomGenerator random, Supervisor supervisor) {
        return new BfdSessions(random, supervisor);
    }

    /**
     * Listens where {@link #configure} will need it for these and the sessions that there are do not. Those go on.
     *
     * @throws KernelException another program has the port
     */
    public void prepare(List<BfdInstanceBlock> blocks) {
        if (begins(blocks)) {
            loop.call(() -> Stream.of(true, false)
                    .filter(ipv4 -> !isWanted(blocks(), ipv4) && isWanted(blocks, ipv4))
                    .forEach(this::listenOn));
        }
    }

    /**
     * Makes these the sessions, and waits for that. Those that are unchanged go on undisturbed. Where another program
     * has the port, that is logged.
     */
    public void configure(List<BfdInstanceBlock> blocks) {
        if (begins(blocks)) {
            loop.call(() -> reconcile(blocks));
        }
    }

    /** Listens no longer where the last {@link #configure} has no need of it. */
    public void release() {
        if (started) {
            loop.call(this::closeUnused);
        }
    }

    private boolean begins(List<BfdInstanceBlock> blocks) {
        if (!started && !blocks.isEmpty()) {
            loop.start();
            started = true;
        }
        return started;
    }

    /**
     * Tells whether a session is up, from now on; one that is not configured (yet) is not told of.
     *
     * @param name the word after {@code bfd_instance}
     * @return ends that when it is run
     */
    public Runnable listen(String name, Listener listener) {
        loop.post(() -> {
            listeners.computeIfAbsent(name, unused -> new ArrayList<>()).add(listener);
            find(name).ifPresent(endpoint -> listener.session(endpoint.isUp(), endpoint.reason()));
        });
        return () ->
                loop.post(() -> listeners.getOrDefault(name, new ArrayList<>()).remove(listener));
    }

    /** Tells every neighbour that its session is switched off, and ends the thread. */
    @Override
    public void close() {
        if (started) {
            loop.close();
        }
        poller.close();
    }

    static InetAddress wildcard(boolean ipv4) {
        try {
            return InetAddress.getByAddress(new byte[ipv4 ? 4 : 16]);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four or sixteen octets are always an address", impossible);
        }
    }

    // ---- on the BFD thread

    private final class Turns implements Rounds {
        @Override
        public long deadline() {
            long deadline = Deadline.NEVER;
            for (BfdEndpoint endpoint : endpoints) {
                deadline = Math.min(deadline, endpoint.deadline());
            }
            return deadline;
        }

        @Override
        public void turn(long woken) {
            for (UdpReceiver receiver : receivers.values()) {
                if (poller.isReady(receiver.fd())) {
                    receive(receiver);
                }
            }
            long now = System.nanoTime();
            endpoints.forEach(endpoint -> endpoint.turn(now));
        }

        @Override
        public void end() {
            long now = System.nanoTime();
            endpoints.forEach(endpoint -> endpoint.close(now));
            receivers.values().forEach(UdpReceiver::close);
        }
    }

    private void receive(UdpReceiver receiver) {
        try {
            Optional<UdpDatagram> datagram = receiver.receive();
            while (datagram.isPresent()) {
                take(datagram.get());
                datagram = receiver.receive();
            }
        } catch (KernelException failure) {
            LOG.log(Level.WARNING, failure.getMessage());
        }
    }

    /**
     * §6.8.6: by our discriminator once the neighbour knows it, by its address before. Packets for no session are not
     * logged.
     */
    private void take(UdpDatagram datagram) {
        Optional<BfdEndpoint> neighbor = endpoints.stream()
                .filter(endpoint -> endpoint.block().neighbor().equals(datagram.source()))
                .findFirst();
        if (neighbor.isEmpty()) {
            return;
        }
        BfdPacket.Received received = BfdPacket.read(datagram.payload());
        if (received instanceof BfdPacket.Dropped dropped) {
            neighbor.get().drop(dropped.reason());
        } else if (received instanceof BfdPacket.Accepted accepted) {
            int yours = accepted.packet().yours();
            if (yours != 0 && yours != neighbor.get().discriminator()) {
                neighbor.get().drop("it is for another session, perhaps of before a restart");
            } else {
                neighbor.get().take(datagram, accepted.packet(), System.nanoTime());
            }
        }
    }

    private void reconcile(List<BfdInstanceBlock> blocks) {
        long now = System.nanoTime();
        List<BfdEndpoint> next = new ArrayList<>();
        List<BfdEndpoint> begun = new ArrayList<>();
        for (BfdInstanceBlock block : blocks) {
            Optional<BfdEndpoint> known = endpoints.stream()
                    .filter(endpoint -> endpoint.block().equals(block))
                    .findFirst();
            BfdEndpoint endpoint = known.orElseGet(() -> begin(block, next, now));
            next.add(endpoint);
            if (known.isEmpty()) {
                begun.add(endpoint);
            }
        }
        endpoints.stream().filter(endpoint -> !next.contains(endpoint)).forEach(endpoint -> endpoint.close(now));
        endpoints = List.copyOf(next);
        Stream.of(true, false).filter(ipv4 -> isWanted(blocks, ipv4)).forEach(this::tryToListenOn);
        begun.forEach(endpoint -> tell(endpoint.block().name(), false, endpoint.reason()));
    }

    private BfdEndpoint begin(BfdInstanceBlock block, List<BfdEndpoint> others, long now) {
        int discriminator = random.nextInt();
        while (discriminator == 0 || isTaken(discriminator, others) || isTaken(discriminator, endpoints)) {
            discriminator = random.nextInt();
        }
        return new BfdEndpoint(block, discriminator, random, now, (up, reason) -> tell(block.name(), up, reason));
    }

    private static boolean isTaken(int discriminator, List<BfdEndpoint> by) {
        return by.stream().anyMatch(endpoint -> endpoint.discriminator() == discriminator);
    }

    private List<BfdInstanceBlock> blocks() {
        return endpoints.stream().map(BfdEndpoint::block).toList();
    }

    private static boolean isWanted(List<BfdInstanceBlock> blocks, boolean ipv4) {
        return blocks.stream().anyMatch(block -> block.neighbor() instanceof Inet4Address == ipv4);
    }

    private void tryToListenOn(boolean ipv4) {
        try {
            listenOn(ipv4);
        } catch (KernelException refused) {
            LOG.log(Level.ERROR, "no BFD session can come up: {0}", refused.getMessage());
        }
    }

    private void listenOn(boolean ipv4) {
        if (!receivers.containsKey(ipv4)) {
            UdpReceiver receiver = UdpReceiver.open(wildcard(ipv4), BfdEndpoint.PORT);
            try {
                poller.add(receiver.fd());
            } catch (RuntimeException refused) {
                receiver.close();
                throw refused;
            }
            receivers.put(ipv4, receiver);
        }
    }

    private void closeUnused() {
        receivers.entrySet().removeIf(open -> {
            boolean unused = !isWanted(blocks(), open.getKey());
            if (unused) {
                poller.remove(open.getValue().fd());
                open.getValue().close();
            }
            return unused;
        });
    }

    private Optional<BfdEndpoint> find(String name) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.block().name().equals(name))
                .findFirst();
    }

    private void tell(String name, boolean up, String reason) {
        List.copyOf(listeners.getOrDefault(name, List.of())).forEach(listener -> listener.session(up, reason));
    }
}
