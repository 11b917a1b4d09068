package org.aloft.agent.vrrp.machine;

import java.net.InetAddress;
import java.util.Optional;
import org.aloft.agent.event.AgentEvent.Heard;
import org.aloft.agent.kernel.Deadline;

/**
 * The state of a virtual router (RFC 3768 §6.4). Times are nanoseconds of the monotonic clock that the machine is
 * called with.
 */
public sealed interface State {
    /** Why the router is in this state, for people. */
    String reason();

    /**
     * The moment that each advert moves while nothing else changes: when an active router sends the next one, or when a
     * backup's active router counts as gone. {@link Deadline#NEVER} in other states.
     */
    default long beat() {
        return Deadline.NEVER;
    }

    /** This state with its beat at another moment; one that has none stays as it is. */
    default State withBeat(long moment) {
        return this;
    }

    /** When {@link Event.TimerExpired} is due, or {@link Deadline#NEVER}. */
    default long deadline() {
        return deadline(beat());
    }

    /** When that is due if the beat is at this moment. */
    long deadline(long beat);

    /** Whether the VIPs are on this host. */
    default boolean holdsVips() {
        return this instanceof Active || this instanceof HandingOver;
    }

    /**
     * Takes no part in the group.
     *
     * @param reason why
     */
    record Initialize(String reason) implements State {
        @Override
        public long deadline(long beat) {
            return Deadline.NEVER;
        }
    }

    /**
     * Would take part, but cannot.
     *
     * @param reason what is broken
     * @param standsBack whether it will push no other router aside when it can ({@link Event.HandOver})
     */
    record Fault(String reason, boolean standsBack) implements State {
        @Override
        public long deadline(long beat) {
            return Deadline.NEVER;
        }
    }

    /**
     * The router that a backup follows.
     *
     * @param address who that is; empty until heard
     * @param priority what it said last; -1 until heard
     * @param intervalNanos between its adverts: its own word in version 3, ours in version 2
     * @param lostFor for how long it had been silent when its BFD session ended; 0 while nothing speaks against it
     */
    record Followed(Optional<InetAddress> address, int priority, long intervalNanos, long lostFor) {
        /** One that was heard. */
        Followed(InetAddress address, int priority, long intervalNanos) {
            this(Optional.of(address), priority, intervalNanos, 0);
        }

        /** Nobody yet, as if with this interval. */
        static Followed nobody(long intervalNanos) {
            return new Followed(Optional.empty(), -1, intervalNanos, 0);
        }

        Followed lost(long silence) {
            return new Followed(address, priority, intervalNanos, silence);
        }

        /** Whether its BFD session ended by silence. */
        public boolean isLost() {
            return lostFor != 0;
        }
    }

    /**
     * Watches the active router.
     *
     * @param reason why
     * @param activeDownAt when the active router counts as gone; {@link Deadline#NEVER} when it does already, and this
     *     one waits for the other members of its sync group
     * @param active that router
     * @param notBefore the earliest moment at which this router may become active: after a sleep it listens first, and
     *     what was queued meanwhile must not shorten that
     * @param preemptAt until when a lower active router is left in place; {@link Deadline#NEVER} when that does not run
     * @param standsBack whether it pushes no router aside whatever the priorities, since it handed over ({@link
     *     Event.HandOver})
     */
    record Backup(String reason, long activeDownAt, Followed active, long notBefore, long preemptAt, boolean standsBack)
            implements State {
        @Override
        public long beat() {
            return activeDownAt;
        }

        @Override
        public Backup withBeat(long moment) {
            return new Backup(reason, moment, active, notBefore, preemptAt, standsBack);
        }

        @Override
        public long deadline(long beat) {
            return beat;
        }

        /** Whether it would be active now, were it not for its sync group. */
        public boolean ready() {
            return activeDownAt == Deadline.NEVER;
        }

        /** Whose active router is taken for gone, and no later than this. */
        Backup withLost(long silence, long moment) {
            return new Backup(reason, moment, active.lost(silence), notBefore, preemptAt, standsBack);
        }

        Backup withStandsBack(boolean wanted) {
            return new Backup(reason, activeDownAt, active, notBefore, preemptAt, wanted);
        }
    }

    /**
     * Somebody else who claims the VIPs which this router holds.
     *
     * @param other who, for people: a router by the address of its adverts, or a host by its MAC and the VIP
     * @param priority what its adverts say; 0 when only its ARP is heard
     * @param heard how it was noticed
     * @param since when it was first heard
     * @param count of its adverts, or of its claims by ARP
     * @param next what is done next, unless it is heard again
     * @param nextAt when
     */
    record Clash(String other, int priority, Heard heard, long since, long count, Step next, long nextAt) {
        /** How a clash goes on when nothing more is heard. */
        enum Step {
            /** Tell of it: a router that takes over claims the VIPs by ARP, too, but then its advert settles it. */
            REPORT,
            /** Ask whether the other still has them: a host rarely sends ARP. */
            ASK,
            /** Tell that it is over. */
            SETTLE
        }

        /** Whether anybody was told of it. */
        public boolean isReported() {
            return next != Step.REPORT;
        }

        Clash then(Step step, long moment) {
            return new Clash(other, priority, heard, since, count, step, moment);
        }

        Clash onceMore() {
            return new Clash(other, priority, heard, since, count + 1, next, nextAt);
        }
    }

    /**
     * Holds the VIPs.
     *
     * @param reason why
     * @param since when it took them
     * @param advertAt when the next advert is due
     * @param arpAt when the VIPs are announced again, or {@link Deadline#NEVER}
     * @param arpRepeat how many times at that moment
     * @param clash with somebody else who claims them, too
     * @param lower routers that were heard lately
     */
    record Active(
            String reason,
            long since,
            long advertAt,
            long arpAt,
            int arpRepeat,
            Optional<Clash> clash,
            LowerRouters lower)
            implements State {
        /** That took the VIPs just now, and announces them no more. */
        static Active since(String reason, long now, long advertAt) {
            return new Active(reason, now, advertAt, Deadline.NEVER, 0, Optional.empty(), LowerRouters.NONE);
        }

        @Override
        public long beat() {
            return advertAt;
        }

        @Override
        public long deadline(long beat) {
            long own = Math.min(beat, arpAt);
            return clash.isPresent() ? Math.min(own, clash.get().nextAt()) : own;
        }

        @Override
        public Active withBeat(long moment) {
            return new Active(reason, since, moment, arpAt, arpRepeat, clash, lower);
        }

        Active withArp(long moment, int repeat) {
            return new Active(reason, since, advertAt, moment, repeat, clash, lower);
        }

        Active withClash(Optional<Clash> other) {
            return new Active(reason, since, advertAt, arpAt, arpRepeat, other, lower);
        }

        Active withLower(LowerRouters heard) {
            return new Active(reason, since, advertAt, arpAt, arpRepeat, clash, heard);
        }
    }

    /**
     * Still holds the VIPs, has said that it stops, and waits for another router to take over: the service goes on
     * meanwhile.
     *
     * @param reason why
     * @param until when it waits no longer
     * @param thenStop whether it leaves the group then; otherwise it is a backup behind the new active router, or
     *     active again if nobody took over
     */
    record HandingOver(String reason, long until, boolean thenStop) implements State {
        @Override
        public long deadline(long beat) {
            return until;
        }
    }
}
