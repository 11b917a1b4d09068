package org.aloft.agent.vrrp.machine;

import java.net.InetAddress;
import java.time.Duration;
import org.aloft.agent.config.ElectionBlock;
import org.aloft.agent.config.VrrpInstanceBlock;

/**
 * The settings of one router for the state machine. Times are in nanoseconds, so that deciding allocates nothing.
 *
 * @param address the router's own address on the interface, which breaks ties
 * @param priority the effective one, 1..255: after all that is tracked was added
 * @param version 2 or 3
 * @param intervalNanos advert interval, above 0
 * @param downTimerAdverts how many intervals of silence mean that the active router is gone; 3 in the RFCs
 * @param preemption what happens to a lower active router
 * @param answers what an active router answers to adverts of others
 * @param grouped whether it may be active only together with the other members of a sync group
 * @param announcing when the VIPs are announced
 */
public record RouterSettings(
        InetAddress address,
        int priority,
        int version,
        long intervalNanos,
        int downTimerAdverts,
        Preemption preemption,
        Answers answers,
        boolean grouped,
        Announcing announcing) {
    /**
     * What happens to a lower active router.
     *
     * @param allowed whether it is pushed aside
     * @param delayNanos how long it may stay before that; 0 for not at all
     */
    public record Preemption(boolean allowed, long delayNanos) {}

    /**
     * What an active router answers to adverts of others.
     *
     * @param lower whether it answers a lower one's advert with its own at once
     * @param higher whether it sends a last advert before it makes way for a higher one
     */
    public record Answers(boolean lower, boolean higher) {}

    private static final long SECOND = 1_000_000_000L;

    /** What a peer may need on top of its timer: to be scheduled, and for its packet to get here. */
    private static final long LEAST_GRACE = SECOND / 4;

    private static final long LONGEST_HANDOVER = 3 * SECOND;

    /** Checks the ranges. */
    public RouterSettings {
        if (priority < 1 || priority > 255) {
            throw new IllegalArgumentException("priority must be 1..255: " + priority);
        }
        if (version != 2 && version != 3) {
            throw new IllegalArgumentException("version must be 2 or 3: " + version);
        }
        if (intervalNanos <= 0) {
            throw new IllegalArgumentException("advert interval must be above 0: " + intervalNanos + " ns");
        }
        if (downTimerAdverts < 1) {
            throw new IllegalArgumentException("down_timer_adverts must be 1 or more: " + downTimerAdverts);
        }
    }

    /**
     * The settings of a configured instance on a router with this address.
     *
     * @param priority the effective one
     * @param grouped whether it is a member of a sync group
     */
    public static RouterSettings of(VrrpInstanceBlock block, InetAddress address, int priority, boolean grouped) {
        ElectionBlock election = block.election();
        return new RouterSettings(
                address,
                priority,
                block.wire().version(),
                block.wire().advertInterval().toNanos(),
                election.downTimerAdverts(),
                new Preemption(election.preempt(), election.preemptDelay().toNanos()),
                new Answers(!election.lowerPriorityNoAdvert(), election.higherPrioritySendAdvert()),
                grouped,
                Announcing.of(block.gratuitousArp()));
    }

    /** The same with another priority. */
    public RouterSettings withPriority(int other) {
        return new RouterSettings(
                address, other, version, intervalNanos, downTimerAdverts, preemption, answers, grouped, announcing);
    }

    /** The advert interval. */
    public Duration interval() {
        return Duration.ofNanos(intervalNanos);
    }

    /** Whether this router owns the addresses. */
    public boolean isOwner() {
        return priority == Advert.OWNER;
    }

    /**
     * How much longer a router of this priority waits than one of priority 256 would: (256 - priority) / 256 of a
     * second in version 2 (RFC 3768 §6.1), of the active router's interval in version 3 (RFC 9568 §6.1).
     */
    public long skewNanos(long activeIntervalNanos) {
        return skewUnit(activeIntervalNanos) * (256 - priority) / 256;
    }

    private long skewUnit(long activeIntervalNanos) {
        return version == 2 ? SECOND : activeIntervalNanos;
    }

    /** How long the active router may be silent before it counts as gone (RFC 3768 §6.1, Master_Down_Interval). */
    public long activeDownNanos(long activeIntervalNanos) {
        return downTimerAdverts * activeIntervalNanos + skewNanos(activeIntervalNanos);
    }

    /**
     * How long a router that said it stops waits for another to take over: the longest skew that any priority has, and
     * an interval, but a quarter of a second at the least and a second at the most, for that router to act; 3 s in all
     * at the most.
     */
    public long handoverNanos() {
        long grace = Math.max(LEAST_GRACE, Math.min(intervalNanos, SECOND));
        return Math.min(skewUnit(intervalNanos) + grace, LONGEST_HANDOVER);
    }

    /**
     * How long an active router waits for the advert of whoever claims its VIPs by ARP, before it takes that for a
     * second holder; and how long it takes such claims for leftovers of the router before it.
     */
    public long claimGraceNanos() {
        return Math.max(LEAST_GRACE, intervalNanos);
    }
}
