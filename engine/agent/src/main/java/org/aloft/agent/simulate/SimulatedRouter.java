package org.aloft.agent.simulate;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.FastDetection;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.vrrp.machine.Action;
import org.aloft.agent.vrrp.machine.Advert;
import org.aloft.agent.vrrp.machine.Event;
import org.aloft.agent.vrrp.machine.RouterSettings;
import org.aloft.agent.vrrp.machine.State;
import org.aloft.agent.vrrp.machine.SyncGroup;
import org.aloft.agent.vrrp.machine.TrackedPriority;
import org.aloft.agent.vrrp.machine.Transition;
import org.aloft.agent.vrrp.machine.VrrpStateMachine;
import org.aloft.agent.vrrp.router.Hindrances;

/**
 * One router of a {@link Simulation}: its state, what the actions made of its VIPs, and what it must never do, checked
 * at every event by {@link RouterRules} rather than by the rules of the state machine.
 */
final class SimulatedRouter {
    private static final Event TIMER_EXPIRED = new Event.TimerExpired();
    private static final Event TIMER_EXPIRED_AWAKE = new Event.TimerExpired(true);

    private final Simulation simulation;
    private final SimulatedHost host;
    private final String name;
    private final RouterSettings base;
    private final int numberOfVips;
    private final int link;
    private final Optional<FastDetection> detection;
    private final List<SimulatedRouter> listeners = new ArrayList<>();
    private final Map<SimulatedRouter, Long> lastArrivals = new HashMap<>();
    private final RouterRules rules = new RouterRules(this);
    private RouterSettings settings;
    private TrackedPriority tracked = TrackedPriority.NONE;
    private Hindrances hindrances = Hindrances.NONE;
    private State state = new State.Initialize("not started");
    private long notBefore;
    private boolean plugged = true;
    private boolean vips;
    private boolean vipsAreOnHost;
    private boolean concernsGroup;
    private boolean yielded;
    private long wakeAt = Deadline.NEVER;

    /**
     * One that is not started.
     *
     * @param link the number of its network, 1..255
     * @param numberOfVips how many it has to put on its interface
     */
    SimulatedRouter(
            SimulatedHost host,
            String name,
            RouterSettings settings,
            int link,
            Optional<FastDetection> detection,
            int numberOfVips) {
        this.link = link;
        this.detection = detection;
        this.simulation = host.simulation();
        this.host = host;
        this.name = name;
        this.base = settings;
        this.settings = settings;
        this.numberOfVips = numberOfVips;
    }

    /** From now on the other one gets its adverts. */
    void isHeardBy(SimulatedRouter other) {
        listeners.add(other);
    }

    /** A packet of the other one that would arrive then does so no earlier than the one before. */
    long inOrder(SimulatedRouter from, long moment) {
        return lastArrivals.merge(from, moment, Math::max);
    }

    List<SimulatedRouter> listeners() {
        return listeners;
    }

    SimulatedHost host() {
        return host;
    }

    String name() {
        return name;
    }

    int link() {
        return link;
    }

    Optional<FastDetection> detection() {
        return detection;
    }

    InetAddress address() {
        return settings.address();
    }

    RouterSettings settings() {
        return settings;
    }

    State state() {
        return state;
    }

    /** Whether it has decided that they are its own. */
    boolean holdsVips() {
        return vips;
    }

    /** Whether they are on the host's interface by now; a process that stands still does not take them off. */
    boolean vipsAreOnHost() {
        return vipsAreOnHost;
    }

    boolean isActive() {
        return state instanceof State.Active;
    }

    /** Whether it can become active: nothing hinders it and it has not left. */
    boolean takesPart() {
        return state instanceof State.Active || state instanceof State.Backup;
    }

    boolean isPlugged() {
        return plugged;
    }

    boolean canSend() {
        return hindrances.link().isEmpty();
    }

    SyncGroup.Member asMember() {
        return new SyncGroup.Member(name, state, hindrances.own(), hindrances.group());
    }

    boolean takeConcernsGroup() {
        boolean concerned = concernsGroup;
        concernsGroup = false;
        return concerned;
    }

    // ---- what hinders it

    /** Also before it starts. */
    void track(TrackedPriority now) {
        tracked = now;
        settings = base.withPriority(now.effective(configuredPriority()));
        if (host.isRunning()) {
            simulation.tell(
                    toString(),
                    "tracks: " + now.adjustment() + now.fault().map(" "::concat).orElse(""));
        }
        hinder(hindrances.withTracker(now.fault()));
    }

    /** Also before it starts. */
    void setLink(Optional<String> fault) {
        if (host.isRunning()) {
            simulation.tell(toString(), "link: " + fault.orElse("works"));
        }
        hinder(hindrances.withLink(fault));
    }

    /** Whether packets pass, known to the router or not. */
    void setPlugged(boolean works) {
        plugged = works;
    }

    /** At its next start it does not become active before that much later. */
    void setStartupDelay(long delay) {
        notBefore = delay;
    }

    void hinderByGroup(Optional<String> reason) {
        hinder(hindrances.withGroup(reason));
    }

    private void hinder(Hindrances next) {
        concernsGroup |= !hindrances.own().equals(next.own());
        hindrances = next;
        if (!host.isRunning()) {
            return;
        }
        if (next.first().isPresent()) {
            handle(new Event.Hindered(next.first().get(), next.link().isEmpty()));
        } else if (state instanceof State.Fault) {
            handle(new Event.Unhindered());
            if (state instanceof State.Fault) {
                rules.fail("stays in FAULT though nothing hinders it");
            }
        }
    }

    // ---- events

    void start() {
        hindrances = hindrances.withGroup(Optional.empty());
        concernsGroup = true;
        yielded = false;
        settings = base.withPriority(tracked.effective(configuredPriority()));
        if (hindrances.first().isPresent()) {
            handle(new Event.Hindered(
                    hindrances.first().get(), hindrances.link().isEmpty()));
        } else {
            handle(new Event.Startup(host.clock() + notBefore));
        }
    }

    void crash() {
        state = new State.Initialize("crashed");
        vips = false;
        wakeAt = Deadline.NEVER;
        putOnHost(false);
    }

    void noteWaking() {
        rules.noteWaking();
        wakeAt = Deadline.NEVER;
        schedule();
    }

    void receive(Advert advert, long arrivedAt) {
        if (canSend() && !(state instanceof State.Initialize)) {
            long now = VrrpStateMachine.countsFrom(state, arrivedAt, host.clock());
            rules.noteHeard(advert, now);
            handle(new Event.AdvertReceived(advert), now);
        }
    }

    void handle(Event event) {
        handle(event, host.clock());
    }

    private void handle(Event event, long now) {
        State before = state;
        boolean held = vips;
        Transition transition = simulation.machine().next(settings, before, event, now);
        state = transition.state();
        concernsGroup |= isReady(before) != isReady(state);
        if (before.getClass() != state.getClass()) {
            concernsGroup = true;
            simulation.tell(toString(), nameOf(state) + ": " + state.reason());
            rules.checkCause(before, event, now);
        }
        List<Action> actions = transition.actions();
        for (int index = 0; index < actions.size(); index++) {
            act(actions.get(index));
        }
        rules.checkVips(held);
        schedule();
    }

    private static boolean isReady(State state) {
        return state instanceof State.Backup backup && backup.ready();
    }

    /** As the status and the log have it. */
    static String nameOf(State state) {
        if (state instanceof State.HandingOver) {
            return "hands over";
        }
        return state.holdsVips() ? "ACTIVE" : state.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    /** Of several timers only the earliest is kept: most are set again before they expire. */
    private void schedule() {
        long deadline = state.deadline();
        if (deadline == Deadline.NEVER) {
            return;
        }
        long moment = Math.max(host.whenClockShows(deadline), simulation.now());
        if (moment < wakeAt) {
            wakeAt = moment;
            simulation.at(moment, () -> wake(moment));
        }
    }

    private void wake(long moment) {
        if (moment != wakeAt) {
            return;
        }
        wakeAt = Deadline.NEVER;
        if (!host.isAlive() || state.deadline() == Deadline.NEVER) {
            return;
        }
        if (simulation.now() < host.whenClockShows(state.deadline())) {
            schedule();
        } else {
            host.timerOf(this);
        }
    }

    /** Does what is due, if something is. */
    void expireTimer() {
        long deadline = state.deadline();
        if (Deadline.isDue(deadline, host.clock())) {
            handle(host.wasAwakeSince(deadline) ? TIMER_EXPIRED_AWAKE : TIMER_EXPIRED);
            if (state.deadline() == deadline) {
                rules.fail("does nothing about a timer that has expired");
            }
        }
    }

    /** While its host is at work: sends the advert that is due, and does nothing else. */
    void keepBeat(long now) {
        if (state instanceof State.Active && Deadline.isDue(state.beat(), now)) {
            state = state.withBeat(VrrpStateMachine.nextBeat(settings, state.beat(), now));
            if (canSend()) {
                rules.checkMaySend(new Action.SendAdvert(settings.priority()));
                simulation.send(this, settings.priority());
            }
            schedule();
        }
    }

    private void act(Action action) {
        if (action instanceof Action.SendAdvert advert) {
            if (canSend()) {
                rules.checkMaySend(advert);
                host.afterwards(() -> simulation.send(this, advert.priority()));
            }
        } else if (action instanceof Action.AddVips) {
            vips = true;
            host.spend(host.isBusy() ? 0 : simulation.conditions().firstVip());
            host.spend(numberOfVips * simulation.conditions().perVip());
            host.afterwards(() -> putOnHost(true));
        } else if (action instanceof Action.RemoveVips) {
            vips = false;
            host.spend(numberOfVips * simulation.conditions().perVip());
            host.afterwards(() -> putOnHost(false));
        } else if (action instanceof Action.YieldOwnership) {
            yielded = true;
            settings = base.withPriority(tracked.effective(configuredPriority()));
        }
    }

    /** One that has left the ownership to another router counts as configured with less until it starts again. */
    private int configuredPriority() {
        return yielded ? Advert.OWNER - 1 : base.priority();
    }

    private void putOnHost(boolean there) {
        if (vipsAreOnHost != there) {
            vipsAreOnHost = there;
            simulation.tellHolding(this);
        }
    }

    @Override
    public String toString() {
        return host.name() + ": " + name + " (priority " + settings.priority() + ")";
    }
}
