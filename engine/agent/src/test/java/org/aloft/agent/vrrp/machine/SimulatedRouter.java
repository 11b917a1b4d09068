package org.aloft.agent.vrrp.machine;

import java.net.InetAddress;
import java.util.Optional;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.vrrp.router.Hindrances;

/**
 * One router of a {@link Simulation}: its state, what the actions made of its VIPs, and what it must never do, checked
 * at every event by rules of their own rather than by those of the state machine.
 */
final class SimulatedRouter {
    private final Simulation simulation;
    private final SimulatedHost host;
    private final int network;
    private final RouterSettings base;
    private RouterSettings settings;
    private Hindrances hindrances = Hindrances.NONE;
    private State state = new State.Initialize("not started");
    private boolean vips;
    private long lastHeardAt = Long.MIN_VALUE / 2;
    private boolean lastHeardStops;
    private long wokeAt = Long.MIN_VALUE / 2;
    private boolean mustListen;

    SimulatedRouter(Simulation simulation, SimulatedHost host, int network, RouterSettings settings) {
        this.simulation = simulation;
        this.host = host;
        this.network = network;
        this.base = settings;
        this.settings = settings;
    }

    SimulatedHost host() {
        return host;
    }

    int network() {
        return network;
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

    boolean holdsVips() {
        return vips;
    }

    boolean isActive() {
        return state instanceof State.Active;
    }

    /** Whether it can become active: nothing hinders it and it has not left. */
    boolean takesPart() {
        return state instanceof State.Active || state instanceof State.Backup;
    }

    SyncGroup.Member asMember() {
        return new SyncGroup.Member(toString(), state, hindrances.own(), hindrances.group());
    }

    void track(TrackedPriority tracked) {
        settings = withPriority(tracked.effective(base.priority()));
        simulation.tell(this, "tracks: " + tracked.adjustment() + " " + tracked.fault());
        hinder(hindrances.withTracker(tracked.fault()));
    }

    void setLink(Optional<String> fault) {
        simulation.tell(this, "link: " + fault.orElse("works"));
        hinder(hindrances.withLink(fault));
    }

    void hinderByGroup(Optional<String> reason) {
        hinder(hindrances.withGroup(reason));
    }

    private void hinder(Hindrances next) {
        hindrances = next;
        if (next.first().isPresent()) {
            handle(new Event.Hindered(next.first().get(), next.link().isEmpty()));
        } else if (state instanceof State.Fault) {
            handle(new Event.Unhindered());
            if (state instanceof State.Fault) {
                fail("stays in FAULT though nothing hinders it");
            }
        }
    }

    private RouterSettings withPriority(int priority) {
        return new RouterSettings(
                base.address(),
                priority,
                base.version(),
                base.intervalNanos(),
                base.downTimerAdverts(),
                base.preemption(),
                base.answers(),
                base.grouped(),
                base.announcing());
    }

    void start() {
        hindrances = Hindrances.NONE;
        settings = base;
        handle(new Event.Startup(host.clock()));
    }

    void crash() {
        state = new State.Initialize("crashed");
        vips = false;
    }

    void noteWaking() {
        wokeAt = host.clock();
        mustListen = isActive() && wokeAt - state.deadline() > 2 * settings.intervalNanos();
    }

    void receive(Advert advert, long arrivedAt) {
        if (hindrances.link().isEmpty() && !(state instanceof State.Initialize)) {
            lastHeardStops = advert.priority() == Advert.STOPPING;
            long now = VrrpStateMachine.countsFrom(state, arrivedAt, host.clock());
            lastHeardAt = lastHeardStops ? lastHeardAt : now;
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
        if (before.getClass() != state.getClass()) {
            simulation.tell(this, state.getClass().getSimpleName() + ": " + state.reason());
            assertCause(before, event, now);
        }
        for (Action action : transition.actions()) {
            act(action);
        }
        assertVipsFollowState(held);
        schedule();
    }

    private void schedule() {
        long deadline = state.deadline();
        if (deadline != Deadline.NEVER) {
            simulation.at(Math.max(host.whenClockShows(deadline), simulation.now()), () -> expire(deadline));
        }
    }

    /** A timer that was set again meanwhile, or that belongs to a clock that stood still, is not meant. */
    private void expire(long deadline) {
        if (host.isPaused() || state.deadline() != deadline) {
            return;
        }
        if (host.clock() < deadline) {
            schedule();
            return;
        }
        host.whenAwake(() -> handle(new Event.TimerExpired()));
        if (state.deadline() == deadline) {
            fail("does nothing about a timer that has expired");
        }
    }

    private void act(Action action) {
        if (action instanceof Action.SendAdvert advert && hindrances.link().isEmpty()) {
            if (mustListen && advert.priority() > 0 && host.clock() - wokeAt < settings.intervalNanos()) {
                fail("advertised after a sleep without listening");
            }
            simulation.send(this, advert.priority());
        } else if (action instanceof Action.AddVips) {
            vips = true;
        } else if (action instanceof Action.RemoveVips) {
            vips = false;
        }
    }

    private void assertVipsFollowState(boolean held) {
        if (vips != state.holdsVips()) {
            fail((vips ? "holds" : "lacks") + " the VIPs in state "
                    + state.getClass().getSimpleName());
        }
        if (held && vips && state.reason().isEmpty()) {
            fail("has no reason");
        }
    }

    /** Which events may lead from which state to which. */
    private void assertCause(State before, Event event, long now) {
        boolean slept = before.deadline() != Deadline.NEVER && now - before.deadline() > settings.intervalNanos();
        boolean caused;
        if (state instanceof State.Active) {
            caused = causedActive(before, event, now);
        } else if (state instanceof State.Backup) {
            caused = slept
                    || event instanceof Event.AdvertReceived
                    || event instanceof Event.GroupStepsDown
                    || event instanceof Event.Startup
                    || event instanceof Event.Unhindered;
        } else if (state instanceof State.HandingOver) {
            caused = event instanceof Event.HandOver || event instanceof Event.Leave;
        } else if (state instanceof State.Fault) {
            caused = event instanceof Event.Hindered;
        } else {
            caused = before instanceof State.HandingOver
                    || event instanceof Event.Leave
                    || event instanceof Event.Shutdown;
        }
        if (!caused) {
            fail("went from " + before.getClass().getSimpleName() + " without a cause: " + event);
        }
    }

    private boolean causedActive(State before, Event event, long now) {
        if (before instanceof State.HandingOver) {
            return event instanceof Event.TimerExpired || event instanceof Event.TakeBack;
        }
        boolean silence = now - lastHeardAt >= settings.downTimerAdverts() * settings.intervalNanos();
        boolean pushesAside =
                settings.preemption().allowed() && !(before instanceof State.Backup backup && backup.standsBack());
        if (!pushesAside && !silence && !lastHeardStops) {
            fail("pushed an active router aside, which it must not");
        }
        return event instanceof Event.TimerExpired
                || event instanceof Event.GroupTakesOver
                || (settings.isOwner() && (event instanceof Event.Startup || event instanceof Event.Unhindered));
    }

    private void fail(String what) {
        throw new AssertionError(this + " " + what);
    }

    @Override
    public String toString() {
        return "router " + host.number() + (base.grouped() ? "." + network : "") + " (priority " + settings.priority()
                + ")";
    }
}
