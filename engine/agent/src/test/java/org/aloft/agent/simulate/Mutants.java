package org.aloft.agent.simulate;

import java.util.List;
import java.util.function.Predicate;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.simulate.Simulation.Machine;
import org.aloft.agent.vrrp.machine.Action;
import org.aloft.agent.vrrp.machine.Advert;
import org.aloft.agent.vrrp.machine.Event;
import org.aloft.agent.vrrp.machine.RouterSettings;
import org.aloft.agent.vrrp.machine.State;
import org.aloft.agent.vrrp.machine.Transition;
import org.aloft.agent.vrrp.machine.VrrpStateMachine;

/** State machines that each have one bug, put in on purpose: the simulation is worth what it finds of them. */
final class Mutants {
    private Mutants() {}

    private static Transition right(RouterSettings settings, State state, Event event, long now) {
        return VrrpStateMachine.next(settings, state, event, now);
    }

    private static Transition nothing(State state) {
        return new Transition(state, List.of());
    }

    /** Hears nothing of a kind in a state. */
    private static Machine ignoring(Class<? extends State> in, Predicate<Event> ignored) {
        return (settings, state, event, now) ->
                in.isInstance(state) && ignored.test(event) ? nothing(state) : right(settings, state, event, now);
    }

    /** Waits for its timer though it knows better. */
    static Machine patient() {
        return ignoring(State.Backup.class, event -> event instanceof Event.RouterLost);
    }

    /** Takes over at once though others are better. */
    static Machine rash() {
        return (settings, state, event, now) -> right(
                settings,
                state,
                event instanceof Event.RouterLost lost
                        ? new Event.RouterLost(lost.router(), true, lost.silence())
                        : event,
                now);
    }

    static Machine deaf() {
        return (settings, state, event, now) -> {
            boolean ignored = state instanceof State.Active
                    && event instanceof Event.AdvertReceived received
                    && received.advert().priority() > settings.priority();
            return ignored ? nothing(state) : right(settings, state, event, now);
        };
    }

    static Machine unyielding() {
        return (settings, state, event, now) -> {
            boolean ignored = state instanceof State.Active
                    && event instanceof Event.AdvertReceived received
                    && received.advert().priority() == settings.priority();
            return ignored ? nothing(state) : right(settings, state, event, now);
        };
    }

    static Machine heedless() {
        return (settings, state, event, now) -> right(
                settings,
                state instanceof State.Active active && event instanceof Event.TimerExpired
                        ? active.withBeat(Math.min(active.advertAt(), now))
                                .withBeat(Deadline.isDue(active.advertAt(), now) ? now : active.advertAt())
                        : state,
                event,
                now);
    }

    static Machine hoarding() {
        return (settings, state, event, now) -> {
            Transition transition = right(settings, state, event, now);
            List<Action> kept = transition.actions().stream()
                    .filter(action -> !(action instanceof Action.RemoveVips))
                    .toList();
            return transition.state() instanceof State.Backup ? new Transition(transition.state(), kept) : transition;
        };
    }

    static Machine fickle() {
        return (settings, state, event, now) -> {
            boolean whim = state instanceof State.Active && event instanceof Event.TimerExpired && now % 97 == 0;
            return whim
                    ? right(settings, state, new Event.GroupStepsDown("a whim"), now)
                    : right(settings, state, event, now);
        };
    }

    static Machine stuck() {
        return ignoring(State.Fault.class, Event.Unhindered.class::isInstance);
    }

    static Machine slow() {
        return (settings, state, event, now) -> {
            Transition transition = right(settings, state, event, now);
            boolean heard = event instanceof Event.AdvertReceived && transition.state() instanceof State.Backup;
            return heard && ((State.Backup) transition.state()).active().priority() > 0
                    ? new Transition(
                            ((State.Backup) transition.state())
                                    .withBeat(now + 4 * settings.intervalNanos() + settings.skewNanos(1)),
                            transition.actions())
                    : transition;
        };
    }

    static Machine impolite() {
        return ignoring(
                State.Backup.class,
                event -> event instanceof Event.AdvertReceived received
                        && received.advert().priority() == Advert.STOPPING);
    }

    static Machine hasty() {
        return (settings, state, event, now) -> {
            boolean leaves = event instanceof Event.Leave || event instanceof Event.HandOver;
            return state instanceof State.Active && leaves
                    ? right(settings, state, new Event.Shutdown(), now)
                    : right(settings, state, event, now);
        };
    }

    static Machine clinging() {
        return ignoring(State.HandingOver.class, event -> true);
    }

    static Machine pushing() {
        return (settings, state, event, now) -> {
            boolean lower = state instanceof State.Backup
                    && event instanceof Event.AdvertReceived received
                    && received.advert().priority() > 0
                    && received.advert().priority() < settings.priority();
            return lower ? nothing(state) : right(settings, state, event, now);
        };
    }

    static Machine lonely() {
        return (settings, state, event, now) -> {
            Transition transition = right(settings, state, event, now);
            boolean ready = transition.state() instanceof State.Backup backup && backup.ready();
            return ready ? right(settings, transition.state(), new Event.GroupTakesOver(), now) : transition;
        };
    }

    static Machine loyal() {
        return ignoring(State.Active.class, Event.GroupStepsDown.class::isInstance);
    }
}
