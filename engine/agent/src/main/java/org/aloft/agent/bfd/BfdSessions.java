package org.aloft.agent.bfd;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.aloft.agent.config.BfdInstanceBlock;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.process.RealTime;
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

    /** Packets of one family read in one turn: what floods the port keeps no timer waiting. */
    private static final int MOST_AT_ONCE = 64;

    /** This thread is that late only when the process or its host stood still. */
    private static final long LATE = Duration.ofMillis(12).toNanos();

    private final RandomGenerator random;
    private final int realTimePriority;
    private final Poller poller = Poller.open();
    private final Map<Boolean, UdpReceiver> receivers = new HashMap<>();
    private final Map<String, List<Listener>> listeners = new HashMap<>();
    private final PeerTraffic traffic;
    private final GroupPeers peers;
    private final Loop loop;
    private volatile List<BfdEndpoint> endpoints = List.of();
    private volatile boolean started;
    private volatile List<PeerStatus> peerStatus = List.of();
    private Optional<Consumer<PeerLost>> lostListener = Optional.empty();
    private boolean detects;
    private long restsUntil = Deadline.NEVER;

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

    private BfdSessions(RandomGenerator random, int realTimePriority, Supervisor supervisor) {
        this.random = random;
        this.realTimePriority = realTimePriority;
        this.traffic = new PeerTraffic(random, this::lost);
        this.peers = new GroupPeers(random, traffic);
        this.loop = supervisor.loop("bfd", AfterFailure.END_PROCESS, poller, new Turns());
    }

    /**
     * Without any session; {@link #configure} begins them.
     *
     * @param random for discriminators, source ports and the jitter of periods
     * @param realTimePriority of the BFD thread while there is fast detection, 1..99: below that of the VRRP thread
     * @param supervisor of the BFD thread; should that fail, so does the process
     * @throws KernelException out of descriptors
     */
    public static BfdSessions open(RandomGenerator random, int realTimePriority, Supervisor supervisor) {
        return new BfdSessions(random, realTimePriority, supervisor);
    }

    /**
     * Listens where {@link #configure} will need it for these and the sessions that there are do not. Those go on.
     *
     * @throws KernelException another program has the port
     */
    public void prepare(List<BfdInstanceBlock> blocks) {
        if (begins(blocks)) {
            loop.call(() -> Stream.of(true, false)
                    .filter(ipv4 -> !isWanted(ipv4) && isWanted(blocks, ipv4))
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

    private boolean begins(List<?> wanted) {
        if (!started && !wanted.isEmpty()) {
            loop.start();
            started = true;
        }
        return started;
    }

    /**
     * Has this done on the BFD thread when a peer of {@link #members} is silent.
     *
     * @param listener must not block
     */
    public void onLost(Consumer<PeerLost> listener) {
        loop.post(() -> lostListener = Optional.of(listener));
    }

    /**
     * These are the VRRP instances with fast detection now: sessions with their peers begin, go on and end as that asks
     * for. Does not wait.
     */
    public void members(List<GroupMember> members) {
        if (begins(members)) {
            loop.post(() -> {
                peers.members(members, System.nanoTime());
                detects(!members.isEmpty());
                listen();
                closeUnused();
            });
        }
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

    /** The sessions of fast detection. */
    public List<PeerStatus> peers() {
        return peerStatus;
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
            long deadline = peers.deadline();
            for (BfdEndpoint endpoint : endpoints) {
                deadline = Math.min(deadline, endpoint.deadline());
            }
            restsUntil = deadline;
            return deadline;
        }

        @Override
        public void turn(long woken) {
            boolean slept = Deadline.isDue(restsUntil, woken - LATE);
            long now = System.nanoTime();
            for (UdpReceiver receiver : receivers.values()) {
                if (poller.isReady(receiver.fd())) {
                    receive(receiver, now);
                }
            }
            if (slept) {
                peers.slept(now);
                endpoints.forEach(endpoint -> endpoint.slept(now));
            }
            peers.turn(now);
            if (traffic.takeNews()) {
                peerStatus = peers.status();
            }
            endpoints.forEach(endpoint -> endpoint.turn(now));
        }

        @Override
        public void end() {
            long now = System.nanoTime();
            peers.close(now);
            endpoints.forEach(endpoint -> endpoint.close(now));
            receivers.values().forEach(UdpReceiver::close);
        }
    }

    /**
     * Reads until nothing waits, where a timer is due, for which all packets that are there count. Else one: there are
     * rarely two, and asking once more costs as much as the packet itself. What is left wakes this thread at once.
     */
    private void receive(UdpReceiver receiver, long now) {
        try {
            int most = Deadline.isDue(restsUntil, now) ? MOST_AT_ONCE : 1;
            for (int count = 0; count < most; count++) {
                Optional<UdpDatagram> datagram = receiver.receive();
                if (datagram.isEmpty()) {
                    return;
                }
                take(datagram.get());
            }
        } catch (KernelException failure) {
            LOG.log(Level.WARNING, failure.getMessage());
        }
    }

    private void take(UdpDatagram datagram) {
        BfdPacket.Received received = BfdPacket.read(datagram.payload());
        if (detects && received instanceof BfdPacket.Accepted accepted) {
            Optional<Hello> before = peers.heard(datagram.interfaceIndex(), datagram.source());
            Optional<Hello> hello = Hello.read(datagram.payload(), before);
            if (hello.isPresent()) {
                if (datagram.hopsLeft() == PeerTraffic.HOPS) {
                    takeOfPeer(datagram, accepted.packet(), hello.get());
                }
                return;
            }
        }
        take(datagram, received);
    }

    private void takeOfPeer(UdpDatagram datagram, BfdPacket packet, Hello hello) {
        peers.received(datagram.interfaceIndex(), datagram.source(), packet, hello, System.nanoTime())
                .ifPresent(reason -> LOG.log(
                        Level.DEBUG, "a packet of {0}: {1}", datagram.source().getHostAddress(), reason));
    }

    /**
     * §6.8.6: by our discriminator once the neighbour knows it, by its address before. Packets for no session are not
     * logged.
     */
    private void take(UdpDatagram datagram, BfdPacket.Received received) {
        Optional<BfdEndpoint> neighbor = endpoints.stream()
                .filter(endpoint -> endpoint.block().neighbor().equals(datagram.source()))
                .findFirst();
        if (neighbor.isEmpty()) {
            return;
        }
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
        listen();
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

    private boolean isWanted(boolean ipv4) {
        return peers.speak(ipv4) || isWanted(blocks(), ipv4);
    }

    private void listen() {
        Stream.of(true, false).filter(this::isWanted).forEach(this::tryToListenOn);
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
            UdpReceiver receiver = UdpReceiver.open(wildcard(ipv4), SessionSender.PORT);
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
            boolean unused = !isWanted(open.getKey());
            if (unused) {
                poller.remove(open.getValue().fd());
                open.getValue().close();
            }
            return unused;
        });
    }

    private void lost(PeerLost lost) {
        lostListener.ifPresent(listener -> listener.accept(lost));
    }

    /** What is to be noticed within milliseconds is not left to a busy host; but adverts come before it. */
    private void detects(boolean wanted) {
        if (wanted && !detects) {
            try {
                RealTime.schedule(realTimePriority);
            } catch (KernelException refused) {
                LOG.log(Level.WARNING, refused.getMessage());
            }
        }
        detects = wanted;
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
