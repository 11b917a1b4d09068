package org.aloft.agent.vrrp.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * What an event led to.
 *
 * @param state the state from now on
 * @param actions what is to be done, in order
 */
public record Transition(State state, List<Action> actions) {
    /** Takes a copy of the list. */
    public Transition {
        actions = List.copyOf(actions);
    }

    /** Nothing is to be done. */
    static Transition to(State state) {
        return new Transition(state, List.of());
    }

    static Transition to(State state, Action... actions) {
        return new Transition(state, List.of(actions));
    }

    Transition after(List<Action> earlier) {
        List<Action> all = new ArrayList<>(earlier);
        all.addAll(actions);
        return new Transition(state, all);
    }
}
