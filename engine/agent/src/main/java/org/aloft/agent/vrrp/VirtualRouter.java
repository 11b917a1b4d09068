package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.kernel.InterfaceAddress;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.ReceivedPacket;
import org.aloft.agent.kernel.VrrpSocket;

/**
 * One instance in operation: feeds the {@link VrrpStateMachine} with packets, timers and interface changes and does what it says.
 * Everything but {@link #status()} is for the VRRP thread alone.
 */
final class VirtualRouter {
    private static final Logger LOG = System.getLogger(VirtualRouter.class.getName());
    private static final int LARGEST_PACKET = 1480;

    /** Stands for the own address while the interface has none; nothing is compared with it then. */
    private static final InetAddress UNKNOWN = new InetSocketAddress(0).getAddress();

    private final HeldAddresses held;
    private final Poller poller;
    private final LongSupplier clock;
    private final InstantSource calendar;
    private final AdvertCounters counters = new AdvertCounters();
    private final ByteBuffer incoming = ByteBuffer.allocate(LARGEST_PACKET);
    private Optional<Channel> channel = Optional.empty();
    private boolean sendingFails;
    private boolean addressesDiffer;
    private volatile Standing standing;

    /** What other threads may see, swapped as one. */
    private record Standing(VrrpInstanceBlock block, State state, Instant since, Optional<InetAddress> own) {}

    /** An open socket and what belongs to it. */
    private record Channel(
            VrrpLink.Ready link,
            VrrpSocket socket,
            RouterSettings settings,
            AdvertEncoder encoder,
            AdvertDecoder decoder) {}

    VirtualRouter(
            VrrpInstanceBlock block, HeldAddresses held, Poller poller, LongSupplier clock, InstantSource calendar) {
        this.held = held;
        this.poller = poller;
        this.clock = clock;
        this.calendar = calendar;
        this.standing = new Standing(block, new State.Initialize("not started"), calendar.instant(), Optional.empty());
    }

    VrrpInstanceBlock block() {
        return standing.block();
    }

    State state() {
        return standing.state();
    }

    long deadline() {
        return state().deadline();
    }

    // ---- interface

    /** Looks at the interface again: after start, and whenever the kernel reports a change to links or addresses. */
    void checkLink() {
        VrrpLink link = VrrpLink.of(block(), held.kernel());
        if (link instanceof VrrpLink.Broken broken) {
            fail(broken.reason());
        } else if (link instanceof VrrpLink.Ready ready && !speaksOn(ready)) {
            open(ready);
        }
    }

    private boolean speaksOn(VrrpLink.Ready ready) {
        return channel.map(current -> current.link().sameSocket(ready)).orElse(false)
                && !(state() instanceof State.Fault);
    }

    private void open(VrrpLink.Ready ready) {
        boolean wasActive = state() instanceof State.Active;
        closeChannel();
        try {
            VrrpSocket socket = VrrpSocket.openIpv4(ready.networkInterface(), ready.source());
            channel = Optional.of(channel(ready, socket, block()));
            poller.add(socket.fd());
        } catch (KernelException failure) {
            fail(failure.getMessage());
            return;
        }
        standing = new Standing(block(), state(), standing.since(), Optional.of(ready.source()));
        LOG.log(
                Level.INFO,
                "{0}: speaks on {1} from {2}",
                block().name(),
                ready.networkInterface().name(),
                ready.source().getHostAddress());
        if (!wasActive) {
            handle(state() instanceof State.Initialize ? new Event.Startup() : new Event.InterfaceUp());
        }
    }

    private static Channel channel(VrrpLink.Ready link, VrrpSocket socket, VrrpInstanceBlock block) {
        return new Channel(
                link,
                socket,
                RouterSettings.of(block, link.source()),
                new AdvertEncoder(block, link.source(), socket.destination()),
                new AdvertDecoder(block, link.source()));
    }

    private void fail(String reason) {
        boolean known = state() instanceof State.Fault fault && fault.reason().equals(reason);
        if (!known) {
            handle(new Event.InterfaceDown(reason));
        }
        closeChannel();
    }

    private void closeChannel() {
        channel.ifPresent(open -> {
            poller.remove(open.socket().fd());
            open.socket().close();
        });
        channel = Optional.empty();
    }

    // ---- events

    /** Reads every packet that waits, when the socket is ready. */
    void receive() {
        if (channel.isEmpty() || !poller.isReady(channel.get().socket().fd())) {
            return;
        }
        VrrpSocket socket = channel.get().socket();
        Optional<ReceivedPacket> packet = receive(socket);
        while (packet.isPresent()) {
            take(packet.get());
            boolean sameSocket = channel.map(open -> open.socket() == socket).orElse(false);
            packet = sameSocket ? receive(socket) : Optional.empty();
        }
    }

    /** A socket reports once that its interface went down; the link monitor tells the rest. */
    private Optional<ReceivedPacket> receive(VrrpSocket socket) {
        try {
            return socket.receive(incoming);
        } catch (KernelException failure) {
            LOG.log(Level.DEBUG, failure.getMessage());
            return Optional.empty();
        }
    }

    private void take(ReceivedPacket packet) {
        Received received = channel.orElseThrow()
                .decoder()
                .decode(packet.payload(), packet.source(), packet.destination(), packet.ttl());
        if (received instanceof Received.Accepted accepted) {
            counters.countReceived(clock.getAsLong());
            compareAddresses(accepted.advert());
            handle(new Event.AdvertReceived(accepted.advert()));
        } else if (received instanceof Received.Dropped dropped && counters.countDropped(dropped.reason())) {
            LOG.log(
                    Level.WARNING,
                    "{0}: dropped an advert of {1}: {2}; further ones are only counted, see: aloftd status",
                    block().name(),
                    packet.source().getHostAddress(),
                    dropped.reason().explanation());
        }
    }

    /** Said once, until they agree again. */
    private void compareAddresses(Advert advert) {
        List<InetAddress> own = block().holding().virtualAddresses().stream()
                .map(VirtualAddress::address)
                .toList();
        boolean differ =
                !(own.containsAll(advert.addresses()) && advert.addresses().containsAll(own));
        if (differ && !addressesDiffer) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1} claims other VIPs than this router; make virtual_ipaddress the same on all members",
                    block().name(),
                    advert.source().getHostAddress());
        }
        addressesDiffer = differ;
    }

    void timerExpired(long now) {
        if (State.isDue(deadline(), now)) {
            handle(new Event.TimerExpired());
        }
    }

    /** Somebody changed addresses on this host: VIPs that are missing are put back, those that should not be here are removed. */
    void addressesChanged() {
        if (state() instanceof State.Active) {
            List<String> restored = held.restore(block());
            restored.forEach(vip ->
                    LOG.log(Level.WARNING, "{0}: {1} was removed by somebody; put it back", block().name(), vip));
            if (!restored.isEmpty()) {
                handle(new Event.VipsRestored());
            }
        }
    }

    /** Whether this address is one of the VIPs. */
    boolean isVip(InterfaceAddress address) {
        return block().holding().virtualAddresses().stream()
                .anyMatch(vip -> vip.address().equals(address.address()));
    }

    void stop() {
        handle(new Event.Shutdown());
        closeChannel();
    }

    /**
     * Takes a changed block without leaving the group: VIPs that stay are not touched.
     *
     * @param changed with the same interface, source, group and version
     */
    void reconfigure(VrrpInstanceBlock changed) {
        VrrpInstanceBlock before = block();
        standing = new Standing(changed, state(), standing.since(), standing.own());
        channel = channel.map(open -> channel(open.link(), open.socket(), changed));
        if (state() instanceof State.Active) {
            held.change(before, changed);
            act(new Action.SendAdvert(changed.election().priority()));
            act(new Action.SendGratuitousArp(changed.gratuitousArp().repeat()));
        }
    }

    private void handle(Event event) {
        State before = state();
        Transition transition = decide(before, event);
        State after = transition.state();
        boolean changed = before.getClass() != after.getClass();
        standing = new Standing(block(), after, changed ? calendar.instant() : standing.since(), standing.own());
        for (Action action : transition.actions()) {
            act(action);
        }
        if (changed) {
            counters.transitions.incrementAndGet();
            LOG.log(Level.INFO, "{0}: {1}: {2}", block().name(), name(after), after.reason());
        }
    }

    /** Without a channel there is nobody to speak to; only faults and the end are possible. */
    private Transition decide(State before, Event event) {
        RouterSettings settings = channel.map(Channel::settings)
                .orElseGet(() -> RouterSettings.of(block(), standing.own().orElse(UNKNOWN)));
        return VrrpStateMachine.next(settings, before, event, clock.getAsLong());
    }

    // ---- actions

    private void act(Action action) {
        if (action instanceof Action.SendAdvert advert) {
            send(advert.priority());
        } else if (action instanceof Action.AddVips) {
            held.take(block());
        } else if (action instanceof Action.RemoveVips) {
            held.release(block());
        } else if (action instanceof Action.SendGratuitousArp announcement) {
            held.announce(block(), announcement.repeat());
        }
    }

    private void send(int priority) {
        if (channel.isEmpty()) {
            return;
        }
        try {
            channel.get().socket().send(channel.get().encoder().encode(priority));
            counters.countSent(clock.getAsLong());
            sendingFails = false;
        } catch (KernelException failure) {
            if (!sendingFails) {
                LOG.log(Level.ERROR, "{0}: {1}", block().name(), failure.getMessage());
            }
            sendingFails = true;
        }
    }

    // ---- status

    /** What this instance is doing. For any thread. */
    RouterStatus status() {
        Standing seen = standing;
        VrrpInstanceBlock block = seen.block();
        return new RouterStatus(
                block.name(),
                name(seen.state()),
                seen.since(),
                seen.state().reason(),
                block.virtualRouterId(),
                block.networkInterface(),
                block.election().priority(),
                block.holding().virtualAddresses().stream()
                        .map(VirtualAddress::cidr)
                        .toList(),
                activeRouter(seen).map(InetAddress::getHostAddress),
                lastAdvertAge(seen.state()),
                counters.transitions.get(),
                counters.sent.get(),
                counters.received.get(),
                counters.droppedByReason());
    }

    private static Optional<InetAddress> activeRouter(Standing seen) {
        if (seen.state() instanceof State.Backup backup) {
            return backup.active();
        }
        return seen.state() instanceof State.Active ? seen.own() : Optional.empty();
    }

    private Optional<Duration> lastAdvertAge(State state) {
        long now = clock.getAsLong();
        Optional<Long> last = state instanceof State.Active ? counters.lastSentAt() : counters.lastReceivedAt();
        return last.map(at -> Duration.ofNanos(Math.max(0, now - at)));
    }

    private static String name(State state) {
        return state.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }
}
