package org.aloft.agent.vrrp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.event.Occasion;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.socket.AddressClaim;
import org.aloft.agent.kernel.socket.VrrpRoute;
import org.aloft.agent.vrrp.machine.Action;
import org.aloft.agent.vrrp.machine.Event;
import org.aloft.agent.vrrp.machine.RouterSettings;
import org.aloft.agent.vrrp.machine.State;
import org.aloft.agent.vrrp.machine.SyncGroup;
import org.aloft.agent.vrrp.machine.TrackedPriority;
import org.aloft.agent.vrrp.machine.Transition;
import org.aloft.agent.vrrp.machine.VrrpStateMachine;
import org.aloft.agent.vrrp.router.AdvertCounters;
import org.aloft.agent.vrrp.router.HeardRouters;
import org.aloft.agent.vrrp.router.Hindrances;
import org.aloft.agent.vrrp.router.RouterExplanation;
import org.aloft.agent.vrrp.router.RouterReport;
import org.aloft.agent.vrrp.router.RouterStatus;
import org.aloft.agent.vrrp.router.Setup;
import org.aloft.agent.vrrp.router.Standing;

/**
 * One instance in operation: feeds the {@link VrrpStateMachine} with packets, timers and interface changes and does
 * what it says. Everything but {@link #status()} and {@link #explain()} is for the VRRP thread alone.
 */
final class VirtualRouter {
    /** Two routers hold a VIP for less than a second, with what it takes to see the hang and to end. */
    private static final long OVERLAP = Duration.ofMillis(500).toNanos();

    private static final Event TIMER_EXPIRED = new Event.TimerExpired();
    private static final Event TIMER_EXPIRED_AWAKE = new Event.TimerExpired(true);

    /** A handover's VIPs are set before the advert, but other backups do not wait for longer than a step of priority. */
    private static final int STEPS = 256;

    private static final long LEAST_STEP = Duration.ofMillis(10).toNanos();

    private final RouterFacilities facilities;
    private final long notBefore;
    private final AdvertCounters counters = new AdvertCounters();
    private final HeardRouters heard = new HeardRouters();
    private final RouterNews news;
    private final RouterReport report = new RouterReport(counters, heard);
    private final Transceiver transceiver;
    private final ObjLongConsumer<Event> ear = this::hear;
    private boolean concernsGroup;
    private boolean claimsChanged;
    private long firstAdvertAt = Deadline.NEVER;
    private volatile Standing standing;

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
        this.news = new RouterNews(this::name, facilities.calendar(), facilities.events());
        this.transceiver = new Transceiver(this::name, facilities.poller(), facilities.clock(), counters, heard);
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

    Standing standing() {
        return standing;
    }

    boolean holdsVips() {
        return standing.settled().holdsVips();
    }

    /** How long after its last turn this router must not be there any more, in nanoseconds; see {@link RunningRouters#patience}. */
    long patience() {
        RouterSettings settings = standing.setup().settings();
        return holdsVips() ? settings.downTimerAdverts() * settings.intervalNanos() + OVERLAP : Deadline.NEVER;
    }

    long deadline() {
        return standing.deadline();
    }

    /** How its sync group sees it. */
    SyncGroup.Member asMember() {
        Standing seen = standing;
        return new SyncGroup.Member(
                name(), seen.state(), seen.hindrances().own(), seen.hindrances().group());
    }

    /** Whether to listen for other holders of its VIPs. */
    boolean isActive() {
        return standing.settled() instanceof State.Active;
    }

    /** Whether {@link #isActive} or the VIPs changed since the last call. */
    boolean takeClaimsChanged() {
        boolean changed = claimsChanged;
        claimsChanged = false;
        return changed;
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
        standing = before.withSetup(changed);
        int from = before.setup().settings().priority();
        int to = changed.settings().priority();
        if (from != to) {
            news.tellPriority(standing.kind(), from, to, reason);
        }
    }

    // ---- what hinders it

    /** Looks at the interface again: after start, and whenever the kernel reports a change to links or addresses. */
    void checkLink() {
        facilities.links().look(block(), longestLinkLoss()).ifPresent(this::take);
    }

    private void take(VrrpLink link) {
        if (link instanceof VrrpLink.Broken broken) {
            fail(broken.reason(), broken.canSpeak());
        } else if (link instanceof VrrpLink.Ready ready && !speaksOn(ready)) {
            open(ready);
        }
    }

    /** A backup that hears nothing takes the active router for gone soon after. */
    private Duration longestLinkLoss() {
        RouterSettings settings = standing.setup().settings();
        long interval = standing.settled() instanceof State.Backup backup
                ? backup.active().intervalNanos()
                : settings.intervalNanos();
        return Duration.ofNanos(interval * (settings.downTimerAdverts() - 1));
    }

    private boolean speaksOn(VrrpLink.Ready ready) {
        return transceiver.serves(ready) && standing.hindrances().link().isEmpty();
    }

    private void open(VrrpLink.Ready ready) {
        try {
            transceiver.open(ready, block());
        } catch (KernelException failure) {
            fail(failure.getMessage(), false);
            return;
        }
        standing = standing.withSetup(standing.setup().withOwn(ready.source()));
        hinder(standing.hindrances().withLink(Optional.empty()));
    }

    private void fail(String reason, boolean canSpeak) {
        hinder(standing.hindrances().withLink(Optional.of(reason)), canSpeak);
        transceiver.close();
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
        hinder(hindrances, hindrances.link().isEmpty());
    }

    private void hinder(Hindrances hindrances, boolean canSpeak) {
        Standing before = standing;
        standing = before.withHindrances(hindrances);
        concernsGroup |= !before.hindrances().own().equals(hindrances.own());
        Optional<String> reason = hindrances.first();
        if (reason.isPresent()) {
            boolean known =
                    state() instanceof State.Fault fault && fault.reason().equals(reason.get());
            if (!known) {
                handle(new Event.Hindered(reason.get(), canSpeak));
            }
        } else if (state() instanceof State.Fault) {
            handle(new Event.Unhindered());
        } else if (state() instanceof State.Initialize && transceiver.isOpen()) {
            handle(new Event.Startup(notBefore));
        }
    }

    // ---- events

    /** Reads every packet that waits, when the socket is ready. */
    void receive() {
        transceiver.receive(ear);
    }

    private void hear(Event advert, long arrivedAt) {
        long now = facilities.clock().getAsLong();
        handle(advert, VrrpStateMachine.countsFrom(standing.settled(), arrivedAt, now));
    }

    /** Takes what another host said of one of the VIPs. */
    void claimed(AddressClaim claim) {
        handle(new Event.AddressClaimed(claim));
    }

    /** Whether there was something to do. */
    boolean timerExpired(long now) {
        boolean due = Deadline.isDue(deadline(), now);
        if (due) {
            handle(facilities.breath().wasAwakeSince(deadline()) ? TIMER_EXPIRED_AWAKE : TIMER_EXPIRED);
        }
        return due;
    }

    /** In the middle of other work: sends the advert that is due, and does nothing else. */
    void keepBeat(long now) {
        if (!(standing.settled() instanceof State.Active)) {
            return;
        }
        RouterSettings settings = standing.setup().settings();
        long beat = standing.beat().get();
        if (Deadline.isDue(beat, now)) {
            standing.beat().set(VrrpStateMachine.nextBeat(settings, beat, now));
            transceiver.send(settings.priority());
        } else if (Deadline.isDue(firstAdvertAt, now)) {
            firstAdvertAt = Deadline.NEVER;
            transceiver.send(settings.priority());
        }
    }

    /** Goes through a start without its effects, for the same reason as {@link #rehearse}. */
    void prepare() {
        RouterSettings settings = standing.setup().settings();
        if (facilities.links().asItIs(block()) instanceof VrrpLink.Ready ready) {
            Channel.rehearse(ready, block(), settings.priority());
        }
        Transition unused = VrrpStateMachine.next(settings, state(), new Event.Startup(notBefore), notBefore);
    }

    /**
     * Goes through a takeover without its effects. A Java machine loads and links code when that is first run, which
     * makes the first takeover a few milliseconds later than all others: here that is done while there is time. Nothing
     * but a backup has need of it.
     */
    void rehearse() {
        if (standing.settled() instanceof State.Backup && transceiver.isOpen()) {
            RouterSettings settings = standing.setup().settings();
            Transition takeover = VrrpStateMachine.next(settings, state(), TIMER_EXPIRED, deadline());
            Standing after =
                    standing.withState(takeover.state(), facilities.calendar().instant());
            facilities.held().rehearse(block());
            if (after.settled().holdsVips()) { // a member of a sync group waits for the others
                transceiver.rehearse(settings.priority());
            }
        }
    }

    /** Somebody changed addresses on this host: VIPs that are missing are put back while it is active. */
    void addressesChanged() {
        if (holdsVips()) {
            List<String> restored = facilities.held().restore(block());
            restored.forEach(news::tellRestored);
            if (!restored.isEmpty()) {
                handle(new Event.VipsRestored());
            }
        }
    }

    /** Whether it speaks there, whatever name the link has by now. */
    boolean speaksOn(NetworkInterface changed) {
        return transceiver.speaksOn(changed);
    }

    /** How it speaks, if it does. */
    Optional<VrrpLink.Ready> link() {
        return transceiver.link();
    }

    /** The active router that it followed is not heard any more, and who noticed that hears it often. */
    void lost(Event.RouterLost lost) {
        handle(lost);
    }

    /** Where it speaks, if it does. */
    Optional<VrrpRoute> route() {
        return transceiver.route();
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
     * Leaves the group. An active instance serves on until another router has taken over: keep it going until {@link
     * #hasLeft}.
     *
     * @param because what the events that follow belong to
     */
    void leave(Occasion because) {
        news.because(because);
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
        transceiver.close();
    }

    /**
     * Takes a changed block without leaving its state. What is held is the caller's to change; then call {@link
     * #announceChange}. One that goes to another group must be active: it is so there as well, until somebody better is
     * heard.
     *
     * @param changed of the same name, or of the same VRRP group
     * @param group the sync group that it is a member of now
     * @param tracked what it tracks under its name
     */
    void reconfigure(VrrpInstanceBlock changed, Optional<String> group, TrackedPriority tracked) {
        boolean sameGroup = block().sharesGroupWith(changed);
        setUp(changed, group, tracked, "the configuration changed");
        if (!standing.hindrances().tracker().equals(tracked.fault())) {
            hinder(standing.hindrances().withTracker(tracked.fault()));
        }
        if (sameGroup) {
            transceiver.speakFor(changed);
        } else {
            transceiver.close();
        }
        concernsGroup = true;
        claimsChanged = true;
    }

    /** Says what a reload changed. */
    void announceChange() {
        checkLink(); // another source or other peers need another socket
        handle(new Event.Reconfigured());
    }

    private void handle(Event event) {
        handle(event, facilities.clock().getAsLong());
    }

    private void handle(Event event, long now) {
        Standing before = standing;
        RouterSettings settings = before.setup().settings();
        long beat = VrrpStateMachine.steady(
                settings, before.settled(), before.beat().get(), event, now);
        if (beat == VrrpStateMachine.MORE) {
            follow(VrrpStateMachine.next(settings, before.state(), event, now));
        } else {
            before.beat().set(beat);
            act(VrrpStateMachine.steadyActions(settings, before.settled()));
        }
    }

    private void follow(Transition transition) {
        State before = standing.settled();
        State after = transition.state();
        standing = standing.withState(after, facilities.calendar().instant());
        if (after instanceof State.Active && !transition.actions().isEmpty()) {
            waitWithAdvert(transition.actions().get(0));
        }
        act(transition.actions());
        firstAdvertAt = Deadline.NEVER;
        concernsGroup |= isReady(before) != isReady(after);
        claimsChanged |= before instanceof State.Active != after instanceof State.Active;
        if (before.getClass() != after.getClass()) {
            note(Standing.kind(before), after);
        }
    }

    private void waitWithAdvert(Action first) {
        if (first instanceof Action.AddVips) {
            long step = standing.setup().settings().intervalNanos() / STEPS;
            firstAdvertAt = facilities.clock().getAsLong() + Math.max(step, LEAST_STEP);
        }
    }

    /** A ready state has no beat to move in place, so this needs none. */
    private static boolean isReady(State state) {
        return state instanceof State.Backup backup && backup.ready();
    }

    private void note(InstanceState from, State after) {
        concernsGroup = true;
        InstanceState to = Standing.kind(after);
        if (from != to) {
            counters.countTransition(from == InstanceState.ACTIVE, to == InstanceState.ACTIVE);
        }
        news.tellTransition(from, after, standing.setup().settings().priority());
    }

    // ---- actions

    private void act(List<Action> actions) {
        for (int index = 0; index < actions.size(); index++) {
            act(actions.get(index));
        }
    }

    private void act(Action action) {
        if (action instanceof Action.SendAdvert advert) {
            transceiver.send(advert.priority());
        } else if (action instanceof Action.AddVips) {
            facilities.held().take(block());
        } else if (action instanceof Action.RemoveVips) {
            facilities.held().release(block());
        } else if (action instanceof Action.SendGratuitousArp announcement) {
            facilities
                    .held()
                    .announce(block(), announcement.repeat(), facilities.clock().getAsLong());
        } else if (action instanceof Action.AskForHolders) {
            facilities.held().askForHolders(block());
        } else if (action instanceof Action.ReportLowerPriority lower) {
            news.tellLowerPriority(lower.advert(), standing.setup().settings().priority());
        } else if (action instanceof Action.ReportClash clash) {
            report(clash.clash());
        } else if (action instanceof Action.ReportSettled settled) {
            report(settled);
        }
    }

    private void report(State.Clash clash) {
        counters.countClash();
        news.tellClash(clash);
    }

    private void report(Action.ReportSettled settled) {
        State.Clash clash = settled.clash();
        InetAddress winner = settled.winner().or(() -> standing.setup().own()).orElse(Setup.UNKNOWN);
        Duration lasted = Duration.ofNanos(facilities.clock().getAsLong() - clash.since());
        news.tellSettled(clash, winner, lasted);
    }

    // ---- status

    /** What this instance is doing. For any thread. */
    RouterStatus status() {
        return report.status(standing, facilities.clock().getAsLong());
    }

    /** Why it is in its state. For any thread. */
    RouterExplanation explain() {
        return report.explain(standing, facilities.clock().getAsLong());
    }
}
