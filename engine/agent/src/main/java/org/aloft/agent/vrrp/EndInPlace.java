package org.aloft.agent.vrrp;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.agent.hold.LeftInPlace;

/**
 * Whether a process may end with all that it holds where it is. The other routers of a group take over after three
 * intervals without an advert (RFC 9568, section 6.1): the next process has two, and is not trusted with it where this
 * one needed more than one to start. For the VRRP thread.
 *
 * @param active the instances that hold their VIPs
 * @param handingOver whether there are others that hold theirs still
 */
record EndInPlace(List<VirtualRouter> active, boolean handingOver) {
    /** Between the adverts of an instance that is carried on with: starting takes about a third of a second. */
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

    /** @param holding how many hold their VIPs, of these and of those that leave */
    static EndInPlace of(List<VirtualRouter> routers, int holding) {
        List<VirtualRouter> active =
                routers.stream().filter(VirtualRouter::isActive).toList();
        return new EndInPlace(active, holding > active.size());
    }

    /**
     * What is left to the next process.
     *
     * @param down real servers that are down, by {@code RealServerKey.toString}
     * @param start how long the next process takes until it sends adverts
     * @throws IllegalStateException the next one could not be there in time
     */
    LeftInPlace left(Set<String> down, Duration start, long now) {
        if (handingOver) {
            throw new IllegalStateException("an instance is being handed over");
        }
        long shortest = Long.MAX_VALUE;
        for (VirtualRouter router : active) {
            if (router.block().election().fastDetection().isPresent()) {
                throw new IllegalStateException(
                        router.name() + " has fast_detection: the others would notice the end at once");
            }
            shortest = Math.min(shortest, router.standing().setup().settings().intervalNanos());
        }
        if (shortest < LEAST_INTERVAL.toNanos()) {
            throw new IllegalStateException(
                    "adverts are sent more often than once a second: the next aloftd could not be there in time");
        }
        if (!active.isEmpty() && (start.isNegative() || start.toNanos() > shortest)) {
            throw new IllegalStateException("aloftd takes " + start.toMillis()
                    + " ms to start here, longer than an advert interval: the next one might not be there in time");
        }
        Set<String> names = active.stream().map(VirtualRouter::name).collect(Collectors.toSet());
        return new LeftInPlace(names, down, now + (active.isEmpty() ? 2 * LEAST_INTERVAL.toNanos() : 2 * shortest));
    }

    /** Says of each that it is active: the next process has its time from here. */
    void advertise() {
        active.forEach(router -> RunningRouters.guarded(router, router::advertise));
    }
}
