package org.aloft.agent.vrrp.router;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.vrrp.machine.State;

/**
 * The state of an instance. It is replaced as a whole, so that other threads see it consistent; only the beat is
 * updated in place, because every advert moves it and adverts must not allocate. Moved by the VRRP thread, read by any.
 *
 * @param setup what it is made of
 * @param hindrances what keeps it from taking part
 * @param settled its state, but for the beat
 * @param since when it came into this kind of state
 * @param beat of its state, see {@link State#beat}
 */
public record Standing(Setup setup, Hindrances hindrances, State settled, Instant since, AtomicLong beat) {
    /** With the beat that the state began with. */
    public Standing(Setup setup, Hindrances hindrances, State state, Instant since) {
        this(setup, hindrances, state, since, new AtomicLong(state.beat()));
    }

    /** With another setup. */
    public Standing withSetup(Setup other) {
        return new Standing(other, hindrances, settled, since, beat);
    }

    /** With other hindrances. */
    public Standing withHindrances(Hindrances other) {
        return new Standing(setup, other, settled, since, beat);
    }

    /** With another state; {@code since} stays where its kind does. */
    public Standing withState(State other, Instant now) {
        return new Standing(setup, hindrances, other, kind(other) == kind(settled) ? since : now);
    }

    /** Its state, beat included. */
    public State state() {
        return settled.withBeat(beat.get());
    }

    /** When its state's timer expires, or {@link Deadline#NEVER}. Allocates nothing. */
    public long deadline() {
        return settled.deadline(beat.get());
    }

    /** The name of the instance. */
    public String name() {
        return setup.block().name();
    }

    /** Its state, as others see it. */
    public InstanceState kind() {
        return kind(settled);
    }

    /** A router that hands over still is what holds the VIPs, and so active to everybody else. */
    public static InstanceState kind(State state) {
        if (state.holdsVips()) {
            return InstanceState.ACTIVE;
        }
        if (state instanceof State.Backup) {
            return InstanceState.BACKUP;
        }
        return state instanceof State.Fault ? InstanceState.FAULT : InstanceState.INITIALIZE;
    }
}
