package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.Checksum;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.event.Occasion;
import org.aloft.agent.kernel.InterfaceAddress;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.ReceivedPacket;
import org.aloft.agent.kernel.VrrpSocket;

/**
 * One instance in operation: feeds the {@link VrrpStateMachine} with packets, timers and interface changes and does what it says.
 * Everything but {@link #status()} and {@link #explain()} is for the VRRP thread alone.
 */
final class VirtualRouter {
    private static final Logger LOG = System.getLogger(VirtualRouter.class.getName());
    /** Stands for the own address while the interface has none; nothing is compared with it then. */
    private static final InetAddress UNKNOWN = new InetSocketAddress(0).getAddress();

    private static final Event TIMER_EXPIRED = new Event.TimerExpired();

    private final RouterFacilities facilities;
    private final long notBefore;
    private final AdvertCounters counters = new AdvertCounters();
    private final HeardRouters heard = new HeardRouters();
    private final ReceivedPacket incoming = new ReceivedPacket();
    private Optional<Channel> channel = Optional.empty();
    private boolean sendingFails;
    private boolean concernsGroup;
    private Occasion occasion = Occasion.OPERATION;
    private volatile Standing standing;

    /** What seldom changes: the configuration, and what the host and the trackers make of it. */
    private record Setup(
            VrrpInstanceBlock block,
            Optional<String> group,
            TrackedPriority tracked,
            Optional<InetAddress> own,
            RouterSettings settings) {
        static Setup of(
                VrrpInstanceBlock block, Optional<String> group, TrackedPriority tracked, Optional<InetAddress> own) {
            int priority = tracked.effective(block.election().priority());
            RouterSettings settings = RouterSettings.of(block, own.orElse(UNKNOWN), priority, group.isPresent());
            return new Setup(block, group, tracked, own, settings);
        }
    }

    /** What other threads may see, swapped as one. */
    private record Standing(Setup setup, Hindrances hindrances, State state, Instant since) {}

    /** An open socket and what belongs to it. */
    private record Channel(
            VrrpLink.Ready link,
            VrrpSocket socket,
            AdvertEncoder encoder,
            AdvertDecoder decoder,
            PeerDifferences differences) {}

    /**
     * An instance that is not started yet.
     *
     * @param group the sync group that it is a member of
     * @param tracked what it tracks, as far as that is known
     * @param notBefore the earliest moment at which it may become active, in nanoseconds of the clock
     */
    VirtualRouter(
            VrrpInstanceBlock block,
            Optional<String> group,
            TrackedPriority tracked,
            long notBefore,
            RouterFacilities facilities) {
        this.facilities = facilities;
        this.notBefore = notBefore;
        this.standing = new Standing(
                Setup.of(block, group, tracked, Optional.empty()),
                Hindrances.NONE.withTracker(tracked.fault()),
                new State.Initialize("not started"),
                facilities.calendar().instant());
    }

    VrrpInstanceBlock block() {
        return standing.setup().block();
    }

    String name() {
        return block().name();
    }

    Optional<String> group() {
        return standing.setup().group();
    }

    State state() {
        return standing.state();
    }

    long deadline() {
        return state().deadline();
    }

    /** How its sync group sees it. */
    SyncGroup.Member asMember() {
        Standing seen = standing;
        return new SyncGroup.Member(
                name(), seen.state(), seen.hindrances().own(), seen.hindrances().group());
    }

    /** Whether something happened since the last call that its sync group has to know. */
    boolean takeConcernsGroup() {
        boolean concerned = concernsGroup;
        concernsGroup = false;
        return concerned;
    }

    private void setUp(VrrpInstanceBlock block, Optional<String> group, TrackedPriority tracked, String reason) {
        Standing before = standing;
        Setup changed = Setup.of(block, group, tracked, before.setup().own());
        standing = new Standing(changed, before.hindrances(), before.state(), before.since());
        int from = before.setup().settings().priority();
        int to = changed.settings().priority();
        if (from != to) {
            tell(new AgentEvent.PriorityChanged(now(), name(), kind(state()), from, to, reason));
            LOG.log(Level.INFO, "{0}: priority {1} → {2}: {3}", name(), from, to, reason);
        }
    }

    // ---- what hinders it

    /** Looks at the interface again: after start, and whenever the kernel reports a change to links or addresses. */
    void checkLink() {
        VrrpLink link = VrrpLink.of(block(), facilities.held().kernel());
        if (link instanceof VrrpLink.Broken broken) {
            fail(broken.reason());
        } else if (link instanceof VrrpLink.Ready ready && !speaksOn(ready)) {
            open(ready);
        }
    }

    private boolean speaksOn(VrrpLink.Ready ready) {
        return channel.map(current -> current.link().sameSocket(ready)).orElse(false)
                && standing.hindrances().link().isEmpty();
    }

    private void open(VrrpLink.Ready ready) {
        closeChannel();
        try {
            VrrpSocket socket = VrrpSocket.open(ready.route(), block().virtualRouterId());
            channel = Optional.of(channel(ready, socket, block()));
            facilities.poller().add(socket.fd());
        } catch (KernelException failure) {
            fail(failure.getMessage());
            return;
        }
        Standing before = standing;
        Setup setup = before.setup();
        standing = new Standing(
                Setup.of(setup.block(), setup.group(), setup.tracked(), Optional.of(ready.source())),
                before.hindrances(),
                before.state(),
                before.since());
        LOG.log(
                Level.INFO,
                "{0}: speaks on {1} from {2}",
                name(),
                ready.networkInterface().name(),
                ready.source().getHostAddress());
        hinder(standing.hindrances().withLink(Optional.empty()));
    }

    private static Channel channel(VrrpLink.Ready link, VrrpSocket socket, VrrpInstanceBlock block) {
        return new Channel(
                link,
                socket,
                new AdvertEncoder(block, link.source(), link.route().destinations()),
                new AdvertDecoder(block, link.source()),
                new PeerDifferences(block));
    }

    private void fail(String reason) {
        hinder(standing.hindrances().withLink(Optional.of(reason)));
        closeChannel();
    }

    private void closeChannel() {
        channel.ifPresent(open -> {
            facilities.poller().remove(open.socket().fd());
            open.socket().close();
        });
        channel = Optional.empty();
    }

    /** Takes what all that is tracked comes to. */
    void track(TrackedPriority tracked) {
        Setup setup = standing.setup();
        setUp(setup.block(), setup.group(), tracked, "something that it tracks changed");
        hinder(standing.hindrances().withTracker(tracked.fault()));
    }

    /** Takes what its sync group says. */
    void hinderByGroup(Optional<String> reason) {
        hinder(standing.hindrances().withGroup(reason));
    }

    private void hinder(Hindrances hindrances) {
        Standing before = standing;
        standing = new Standing(before.setup(), hindrances, before.state(), before.since());
        concernsGroup |= !before.hindrances().own().equals(hindrances.own());
        Optional<String> reason = hindrances.first();
        if (reason.isPresent()) {
            boolean known =
                    state() instanceof State.Fault fault && fault.reason().equals(reason.get());
            if (!known) {
                handle(new Event.Hindered(reason.get(), hindrances.link().isEmpty()));
            }
        } else if (state() instanceof State.Fault) {
            handle(new Event.Unhindered());
        } else if (state() instanceof State.Initialize && channel.isPresent()) {
            handle(new Event.Startup(notBefore));
        }
    }

    // ---- events

    /** Reads every packet that waits, when the socket is ready. */
    void receive() {
        if (channel.isEmpty()
                || !facilities.poller().isReady(channel.get().socket().fd())) {
            return;
        }
        VrrpSocket socket = channel.get().socket();
        while (uses(socket) && receive(socket)) {
            take(incoming);
        }
    }

    /** What a packet brings about may close the socket. */
    private boolean uses(VrrpSocket socket) {
        return channel.isPresent() && channel.get().socket() == socket;
    }

    /** A socket reports once that its interface went down; the link monitor tells the rest. */
    private boolean receive(VrrpSocket socket) {
        try {
            return socket.receive(incoming);
        } catch (KernelException failure) {
            LOG.log(Level.DEBUG, failure.getMessage());
            return false;
        }
    }

    private void take(ReceivedPacket packet) {
        Received received = channel.orElseThrow()
                .decoder()
                .decode(packet.payload(), packet.source(), packet.destination(), packet.hopLimit());
        if (received instanceof Received.Accepted accepted) {
            long now = facilities.clock().getAsLong();
            counters.countReceived(now);
            heard.note(accepted.advert(), now);
            compare(accepted);
            handle(accepted.event());
        } else if (received instanceof Received.Dropped dropped && counters.countDropped(dropped.reason())) {
            LOG.log(
                    Level.WARNING,
                    "{0}: dropped an advert of {1}: {2}; further ones are only counted, see: aloftd status",
                    name(),
                    packet.source().getHostAddress(),
                    dropped.reason().explanation());
        }
    }

    /** Says in what a peer is configured otherwise, and sums as it does if it is an old one. */
    private void compare(Received.Accepted accepted) {
        for (String difference : channel.orElseThrow().differences().news(accepted.advert())) {
            LOG.log(Level.WARNING, "{0}: {1}", name(), difference);
        }
        if (accepted.checksum() == Checksum.PSEUDO_HEADER_OF_GROUP
                && block().wire().learnChecksum()) {
            channel.orElseThrow().encoder().sumAs(accepted.checksum());
        }
    }

    void timerExpired(long now) {
        if (State.isDue(deadline(), now)) {
            handle(TIMER_EXPIRED);
        }
    }

    /** Somebody changed addresses on this host: VIPs that are missing are put back, those that should not be here are removed. */
    void addressesChanged() {
        if (state().holdsVips()) {
            List<String> restored = facilities.held().restore(block());
            restored.forEach(vip -> {
                LOG.log(Level.WARNING, "{0}: {1} was removed by somebody; put it back", name(), vip);
                tell(new AgentEvent.VipRestored(now(), name(), vip));
            });
            if (!restored.isEmpty()) {
                handle(new Event.VipsRestored());
            }
        }
    }

    /** Whether its adverts come from this address. */
    boolean speaksFrom(InterfaceAddress address) {
        return standing.setup().own().filter(address.address()::equals).isPresent();
    }

    /** Whether this address is one of the VIPs. */
    boolean isVip(InterfaceAddress address) {
        return block().holding().addresses().stream()
                .anyMatch(vip -> vip.address().equals(address.address()));
    }

    void takeOverWithGroup() {
        handle(new Event.GroupTakesOver());
    }

    void stepDownWithGroup(String reason) {
        handle(new Event.GroupStepsDown(reason));
    }

    /** Lets another router be active, and stays behind it. */
    void handOver() {
        handle(new Event.HandOver());
    }

    /** Ends what {@link #handOver} began. */
    void takeBack() {
        handle(new Event.TakeBack());
    }

    /**
     * Leaves the group. An active instance serves on until another router has taken over: keep it going until {@link #hasLeft}.
     *
     * @param because what the events that follow belong to
     */
    void leave(Occasion because) {
        occasion = because;
        handle(new Event.Leave());
    }

    boolean hasLeft() {
        return state() instanceof State.Initialize;
    }

    /** Leaves the group at once, if it has not left, and frees the socket. */
    void stop() {
        if (!hasLeft()) {
            handle(new Event.Shutdown());
        }
        closeChannel();
    }

    /**
     * Takes a changed block without leaving the group. What is held is the caller's to change; then call {@link #announceChange}.
     *
     * @param changed with the same interface, group, family and version
     * @param group the sync group that it is a member of now
     */
    void reconfigure(VrrpInstanceBlock changed, Optional<String> group) {
        setUp(changed, group, standing.setup().tracked(), "the configuration changed");
        channel = channel.map(open -> channel(open.link(), open.socket(), changed));
        concernsGroup = true;
    }

    /** Says what a reload changed. */
    void announceChange() {
        checkLink(); // another source or other peers need another socket
        if (state() instanceof State.Active) {
            act(new Action.SendAdvert(standing.setup().settings().priority()));
            act(new Action.SendGratuitousArp(block().gratuitousArp().repeat()));
        }
    }

    private void handle(Event event) {
        Standing before = standing;
        RouterSettings settings = before.setup().settings();
        Transition transition = VrrpStateMachine.next(
                settings, before.state(), event, facilities.clock().getAsLong());
        State after = transition.state();
        InstanceState from = kind(before.state());
        InstanceState to = kind(after);
        standing = new Standing(before.setup(), before.hindrances(), after, from == to ? before.since() : now());
        List<Action> actions = transition.actions();
        for (int index = 0; index < actions.size(); index++) {
            act(actions.get(index));
        }
        concernsGroup |= isReady(before.state()) != isReady(after);
        if (before.state().getClass() != after.getClass()) {
            tellTransition(from, to, after);
        }
    }

    private static boolean isReady(State state) {
        return state instanceof State.Backup backup && backup.ready();
    }

    private void tellTransition(InstanceState from, InstanceState to, State after) {
        concernsGroup = true;
        if (from == to) {
            String word = after instanceof State.HandingOver ? "handing over" : to.name();
            LOG.log(Level.INFO, "{0}: {1}: {2}", name(), word, after.reason());
            return;
        }
        counters.countTransition(from == InstanceState.ACTIVE, to == InstanceState.ACTIVE);
        LOG.log(Level.INFO, "{0}: {1}: {2}", name(), to, after.reason());
        int priority = standing.setup().settings().priority();
        tell(new AgentEvent.InstanceChanged(now(), name(), from, to, priority, after.reason(), occasion));
    }

    private void tell(AgentEvent event) {
        facilities.events().happened(event);
    }

    private Instant now() {
        return facilities.calendar().instant();
    }

    // ---- actions

    private void act(Action action) {
        if (action instanceof Action.SendAdvert advert) {
            send(advert.priority());
        } else if (action instanceof Action.AddVips) {
            facilities.held().take(block());
        } else if (action instanceof Action.RemoveVips) {
            facilities.held().release(block());
        } else if (action instanceof Action.SendGratuitousArp announcement) {
            facilities.held().announce(block(), announcement.repeat());
        } else if (action instanceof Action.ReportLowerPriority lower) {
            Advert advert = lower.advert();
            int own = standing.setup().settings().priority();
            tell(new AgentEvent.LowerPriorityHeard(now(), name(), advert.source(), advert.priority(), own));
        } else if (action instanceof Action.ReportClash clash) {
            report(clash.advert());
        } else if (action instanceof Action.ReportSettled settled) {
            report(settled);
        }
    }

    private void report(Advert clashing) {
        LOG.log(
                Level.WARNING,
                "{0}: two routers hold the VIPs: {1} with priority {2} is active as well as this one; look at the network"
                        + " between them",
                name(),
                clashing.source().getHostAddress(),
                clashing.priority());
        tell(new AgentEvent.HoldersClashed(
                now(), name(), clashing.source(), clashing.priority(), AgentEvent.Heard.ADVERT, 1));
    }

    private void report(Action.ReportSettled settled) {
        State.Clash clash = settled.clash();
        InetAddress winner = settled.won() ? standing.setup().own().orElse(UNKNOWN) : clash.other();
        Duration lasted = Duration.ofNanos(facilities.clock().getAsLong() - clash.since());
        LOG.log(
                Level.INFO,
                "{0}: one router holds the VIPs again: {1}; {2} adverts of {3} were heard meanwhile",
                name(),
                winner.getHostAddress(),
                clash.count(),
                clash.other().getHostAddress());
        tell(new AgentEvent.HoldersSettled(now(), name(), winner, lasted));
    }

    private void send(int priority) {
        if (channel.isEmpty()) {
            return;
        }
        try {
            send(channel.get(), priority);
            counters.countSent(facilities.clock().getAsLong());
            sendingFails = false;
        } catch (KernelException failure) {
            if (!sendingFails) {
                LOG.log(Level.ERROR, "{0}: {1}", name(), failure.getMessage());
            }
            sendingFails = true;
        }
    }

    private static void send(Channel open, int priority) {
        for (int destination = 0;
                destination < open.link().route().destinations().size();
                destination++) {
            open.socket().send(open.encoder().encode(priority, destination), destination);
        }
    }

    // ---- status

    /** What this instance is doing. For any thread. */
    RouterStatus status() {
        return status(standing);
    }

    private RouterStatus status(Standing seen) {
        VrrpInstanceBlock block = seen.setup().block();
        return new RouterStatus(
                block.name(),
                kind(seen.state()).name(),
                seen.since(),
                seen.state().reason(),
                block.virtualRouterId(),
                block.networkInterface(),
                seen.setup().settings().priority(),
                block.holding().virtualAddresses().stream()
                        .map(VirtualAddress::cidr)
                        .toList(),
                activeRouter(seen).map(InetAddress::getHostAddress),
                lastAdvertAge(seen.state()),
                Duration.ofNanos(counters.jitterNanos()),
                counters.transitions.get(),
                counters.becameActive.get(),
                counters.releasedActive.get(),
                counters.sent.get(),
                counters.received.get(),
                counters.droppedByReason());
    }

    private static Optional<InetAddress> activeRouter(Standing seen) {
        if (seen.state() instanceof State.Backup backup) {
            return backup.active().address();
        }
        return seen.state().holdsVips() ? seen.setup().own() : Optional.empty();
    }

    private Optional<Duration> lastAdvertAge(State state) {
        long now = facilities.clock().getAsLong();
        Optional<Long> last = state.holdsVips() ? counters.lastSentAt() : counters.lastReceivedAt();
        return last.map(at -> Duration.ofNanos(Math.max(0, now - at)));
    }

    /** Why it is in its state. For any thread. */
    RouterExplanation explain() {
        Standing seen = standing;
        Setup setup = seen.setup();
        State state = seen.state();
        long now = facilities.clock().getAsLong();
        Optional<State.Backup> backup =
                Optional.of(state).filter(State.Backup.class::isInstance).map(State.Backup.class::cast);
        Optional<State.Active> active =
                Optional.of(state).filter(State.Active.class::isInstance).map(State.Active.class::cast);
        return new RouterExplanation(
                status(seen),
                setup.block().election().priority(),
                setup.tracked().contributions(),
                seen.hindrances().all().toList(),
                setup.group(),
                handover(state),
                setup.settings().version(),
                setup.settings().interval(),
                setup.settings().preempt(),
                active.map(holder -> until(holder.advertAt(), now)),
                backup.filter(waiting -> !waiting.ready()).map(waiting -> until(waiting.activeDownAt(), now)),
                backup.filter(waiting -> waiting.preemptAt() != State.NEVER)
                        .map(waiting -> until(waiting.preemptAt(), now)),
                backup.map(State.Backup::ready).orElse(false),
                active.flatMap(State.Active::clash).map(clash -> clash(clash, now)),
                heard.list(now));
    }

    private static RouterExplanation.Handover handover(State state) {
        if (state instanceof State.HandingOver) {
            return RouterExplanation.Handover.WAITING;
        }
        boolean standsBack = (state instanceof State.Backup backup && backup.standsBack())
                || (state instanceof State.Fault fault && fault.standsBack());
        return standsBack ? RouterExplanation.Handover.STANDS_BACK : RouterExplanation.Handover.NONE;
    }

    private static RouterExplanation.ClashStatus clash(State.Clash clash, long now) {
        return new RouterExplanation.ClashStatus(
                clash.other().getHostAddress(), clash.priority(), Duration.ofNanos(now - clash.since()), clash.count());
    }

    private static Duration until(long moment, long now) {
        return Duration.ofNanos(Math.max(0, moment - now));
    }

    /** A router that hands over still is what holds the VIPs, and so active to everybody else. */
    static InstanceState kind(State state) {
        if (state.holdsVips()) {
            return InstanceState.ACTIVE;
        }
        if (state instanceof State.Backup) {
            return InstanceState.BACKUP;
        }
        return state instanceof State.Fault ? InstanceState.FAULT : InstanceState.INITIALIZE;
    }
}
