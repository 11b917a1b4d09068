package org.aloft.agent.vrrp.router;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.vrrp.machine.TrackedPriority;

/**
 * Why one instance is in its state: all that went into that decision, at one moment.
 *
 * @param status what it is doing
 * @param priority what its priority is made of
 * @param faults that keep it from taking part, for people
 * @param syncGroup that it is a member of
 * @param handover where a handover on command stands
 * @param manner how it speaks and competes
 * @param timers that run
 * @param clashes with others that hold the VIPs as well
 * @param heard the routers whose adverts it heard, the last one first
 */
public record RouterExplanation(
        RouterStatus status,
        Priority priority,
        List<String> faults,
        Optional<SyncGroup> syncGroup,
        Handover handover,
        Manner manner,
        Timers timers,
        Clashes clashes,
        List<HeardRouter> heard) {
    /** Takes copies of the lists. */
    public RouterExplanation {
        faults = List.copyOf(faults);
        heard = List.copyOf(heard);
    }

    /**
     * What a priority is made of.
     *
     * @param configured in the file; {@link RouterStatus.Group#priority} is what tracking made of it
     * @param contributions of each thing that is tracked
     */
    public record Priority(int configured, List<TrackedPriority.Contribution> contributions) {
        /** Takes a copy of the list. */
        public Priority {
            contributions = List.copyOf(contributions);
        }
    }

    /**
     * A sync group.
     *
     * @param name of it
     * @param isWaitedFor whether the instance would be active now, were it not for other members
     */
    public record SyncGroup(String name, boolean isWaitedFor) {}

    /**
     * How an instance speaks and competes.
     *
     * @param version of VRRP
     * @param advertInterval its own
     * @param preempt whether it pushes lower routers aside
     */
    public record Manner(int version, Duration advertInterval, boolean preempt) {}

    /**
     * Timers, each empty while it does not run.
     *
     * @param nextAdvertIn until it sends its next advert; while it is active
     * @param activeDownIn until the active router counts as gone; while it is a backup that waits for that
     * @param preemptIn until it pushes a lower router aside; while {@code preempt_delay} runs
     */
    public record Timers(
            Optional<Duration> nextAdvertIn, Optional<Duration> activeDownIn, Optional<Duration> preemptIn) {}

    /**
     * Others that hold the VIPs as well.
     *
     * @param current the one that does now
     * @param seen how many there were since start
     */
    public record Clashes(Optional<ClashStatus> current, long seen) {}

    /** Where a handover on command stands. */
    public enum Handover {
        /** There is none. */
        NONE,
        /** It said that it stops, and holds the VIPs until another router takes over. */
        WAITING,
        /** It handed over and pushes no router aside until it is told to, or the active router is gone. */
        STANDS_BACK
    }

    /**
     * Two holders of the VIPs.
     *
     * @param other the other one: a router by its address, or a host by its MAC and the VIP
     * @param priority what its adverts say; 0 when it is heard by ARP
     * @param heard how it was noticed
     * @param lasting since it was first heard
     * @param times that it was heard meanwhile
     */
    public record ClashStatus(String other, int priority, AgentEvent.Heard heard, Duration lasting, long times) {}

    /**
     * A router of the group.
     *
     * @param address of it
     * @param priority what it said last; 0 when it said that it stops
     * @param interval between its adverts, by its own word
     * @param adverts heard since the instance started
     * @param age of the last one
     */
    public record HeardRouter(String address, int priority, Duration interval, long adverts, Duration age) {
        static HeardRouter of(InetAddress address, int priority, long intervalNanos, long adverts, long ageNanos) {
            return new HeardRouter(
                    address.getHostAddress(),
                    priority,
                    Duration.ofNanos(intervalNanos),
                    adverts,
                    Duration.ofNanos(Math.max(0, ageNanos)));
        }
    }
}
