package org.aloft.agent.vrrp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.vrrp.machine.Action;
import org.aloft.agent.vrrp.machine.Advert;
import org.aloft.agent.vrrp.machine.Event;
import org.aloft.agent.vrrp.machine.RouterSettings;
import org.aloft.agent.vrrp.machine.State;
import org.aloft.agent.vrrp.machine.Transition;
import org.aloft.agent.vrrp.machine.VrrpStateMachine;
import org.aloft.agent.vrrp.router.AdvertCounters;
import org.aloft.agent.vrrp.router.Hindrances;
import org.aloft.agent.vrrp.router.Setup;
import org.aloft.agent.vrrp.router.Standing;

/**
 * The {@link VrrpStateMachine} of one router in operation: keeps where the router stands, asks what an event makes of
 * that, and does it. An event that only moves the beat allocates nothing. For the VRRP thread alone, but for {@link
 * #standing}.
 */
final class RouterMachine {
    private static final Event TIMER_EXPIRED = new Event.TimerExpired();
    private static final Event TIMER_EXPIRED_AWAKE = new Event.TimerExpired(true);

    /**
     * A handover's VIPs are set before the advert, but other backups do not wait for longer than a step of priority.
     */
    private static final int STEPS = 256;

    private static final long LEAST_STEP = Duration.ofMillis(10).toNanos();

    private final RouterFacilities facilities;
    private final long notBefore;
    private final Transceiver transceiver;
    private final AdvertCounters counters;
    private final RouterNews news;
    private final Timetable.Entry entry;
    private boolean concernsGroup;
    private boolean claimsChanged;
    private long firstAdvertAt = Deadline.NEVER;
    private volatile Standing standing;

    /**
     * One that is not started yet.
     *
     * @param notBefore the earliest moment at which it may become active, in nanoseconds of the clock
     * @param standing where it begins
     */
    RouterMachine(
            RouterFacilities facilities,
            long notBefore,
            Transceiver transceiver,
            AdvertCounters counters,
            RouterNews news,
            Standing standing) {
        this.facilities = facilities;
        this.notBefore = notBefore;
        this.transceiver = transceiver;
        this.counters = counters;
        this.news = news;
        this.entry = facilities.timetable().entry(this::timerExpired);
        this.standing = standing;
    }

    /** Where the router stands. For any thread. */
    Standing standing() {
        return standing;
    }

    State state() {
        return standing.state();
    }

    VrrpInstanceBlock block() {
        return standing.setup().block();
    }

    RouterSettings settings() {
        return standing.setup().settings();
    }

    boolean holdsVips() {
        return standing.settled().holdsVips();
    }

    long deadline() {
        return standing.deadline();
    }

    /** Whether something happened since the last call that its sync group has to know. */
    boolean takeConcernsGroup() {
        boolean concerned = concernsGroup;
        concernsGroup = false;
        return concerned;
    }

    /** Whether it became active or ceased to be, or the VIPs changed, since the last call. */
    boolean takeClaimsChanged() {
        boolean changed = claimsChanged;
        claimsChanged = false;
        return changed;
    }

    // ---- what it is made of

    /** Decides by another setup from now on; its state stays. */
    void setUp(Setup changed, String reason) {
        Standing before = standing;
        stand(before.withSetup(changed));
        int from = before.setup().settings().priority();
        int to = changed.settings().priority();
        if (from != to) {
            news.tellPriority(standing.kind(), from, to, reason);
        }
    }

    /** Its adverts come from this address. */
    void speakFrom(InetAddress own) {
        stand(standing.withSetup(standing.setup().withOwn(own)));
    }

    /** Another block or another sync group: whoever goes by those has to look again. */
    void lookAgain() {
        concernsGroup = true;
        claimsChanged = true;
        entry.changed();
    }

    /**
     * Takes what keeps it from taking part, or that nothing does; packets leave the host unless its link is to blame.
     */
    void hinder(Hindrances hindrances) {
        hinder(hindrances, hindrances.link().isEmpty());
    }

    /**
     * Takes what keeps it from taking part, or that nothing does.
     *
     * @param canSpeak whether packets still leave this host
     */
    void hinder(Hindrances hindrances, boolean canSpeak) {
        Standing before = standing;
        stand(before.withHindrances(hindrances));
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
            boolean carriesOn =
                    facilities.left().holds(block().name(), facilities.clock().getAsLong());
            handle(new Event.Startup(notBefore, carriesOn));
        }
    }

    // ---- events

    /** Takes a packet that came in at this moment of the clock. */
    void hear(Event advert, long arrivedAt) {
        long now = facilities.clock().getAsLong();
        handle(advert, VrrpStateMachine.countsFrom(standing.settled(), arrivedAt, now));
    }

    /** Whether there was something to do. */
    boolean timerExpired(long now) {
        boolean due = Deadline.isDue(deadline(), now);
        if (due) {
            long exactly = facilities.clock().getAsLong(); // the process may have been stopped since the turn began
            facilities.breath().note(exactly);
            handle(expired(deadline()), exactly);
        }
        return due;
    }

    private Event expired(long deadline) {
        return facilities.breath().wasAwakeSince(deadline) ? TIMER_EXPIRED_AWAKE : TIMER_EXPIRED;
    }

    /**
     * In the middle of other work: sends the advert that is due, and does nothing else. Nothing at all if the process
     * was stopped in that work: then it has to listen first, and the next turn sees to it.
     */
    void keepBeat(long now) {
        if (!(standing.settled() instanceof State.Active) || slept(now)) {
            return;
        }
        RouterSettings settings = settings();
        long beat = standing.beat().get();
        if (Deadline.isDue(beat, now)) {
            moveBeat(VrrpStateMachine.nextBeat(settings, beat, now));
            transceiver.send(settings.priority());
        } else if (Deadline.isDue(firstAdvertAt, now)) {
            firstAdvertAt = Deadline.NEVER;
            transceiver.send(settings.priority());
        }
    }

    /** Sends an advert beside those that are due. */
    void advertise() {
        transceiver.send(settings().priority());
    }

    /** Goes through its start without the effects. */
    void rehearseStart() {
        Transition unused = VrrpStateMachine.next(settings(), state(), new Event.Startup(notBefore), notBefore);
    }

    /**
     * Goes through its takeover without the effects.
     *
     * @return whether that would give it the VIPs: a member of a sync group waits for the others
     */
    boolean rehearseTakeover() {
        Transition takeover = VrrpStateMachine.next(settings(), state(), TIMER_EXPIRED, deadline());
        Standing after =
                standing.withState(takeover.state(), facilities.calendar().instant());
        return after.settled().holdsVips();
    }

    /** Takes an event as of now. */
    void handle(Event event) {
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
            moveBeat(beat);
            act(VrrpStateMachine.steadyActions(settings, before.settled()));
        }
    }

    private void follow(Transition transition) {
        State before = standing.settled();
        State after = transition.state();
        stand(standing.withState(after, facilities.calendar().instant()));
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

    private void stand(Standing next) {
        standing = next;
        entry.due(next.deadline());
        entry.changed();
    }

    /** All that an advert changes, so nobody need look again. */
    private void moveBeat(long beat) {
        standing.beat().set(beat);
        entry.due(standing.deadline());
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

    /** An active router that slept in one action does none of those that follow: the next turn makes it listen. */
    private void act(List<Action> actions) {
        for (int index = 0; index < actions.size(); index++) {
            if (index > 0 && standing.settled() instanceof State.Active && sleptInAction()) {
                return;
            }
            act(actions.get(index));
        }
    }

    private boolean sleptInAction() {
        long now = facilities.clock().getAsLong();
        facilities.breath().note(now);
        return slept(now);
    }

    private boolean slept(long now) {
        long beat = standing.beat().get();
        return VrrpStateMachine.slept(settings(), standing.settled(), beat, expired(beat), now);
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
            news.tellLowerPriority(lower, settings().priority());
        } else if (action instanceof Action.YieldOwnership yielded) {
            yieldOwnership(yielded.advert());
        } else if (action instanceof Action.ReportClash clash) {
            report(clash.clash());
        } else if (action instanceof Action.ReportSettled settled) {
            report(settled);
        }
    }

    private void yieldOwnership(Advert advert) {
        news.tellTwoOwners(advert);
        String reason = advert.source().getHostAddress() + " owns the addresses, too (priority 255)";
        setUp(standing.setup().yieldingTo(advert.source()), reason);
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
}
