package org.aloft.agent.vrrp;

import java.net.InetAddress;
import java.time.Duration;
import org.aloft.agent.config.GratuitousArp;
import org.aloft.agent.config.VrrpInstanceBlock;

/**
 * What the state machine needs to know of its own router. Times are in nanoseconds, so that deciding allocates nothing.
 *
 * @param address the router's own address on the interface, which breaks ties
 * @param priority 1..255
 * @param version 2 or 3
 * @param intervalNanos advert interval, above 0
 * @param preempt whether a lower active router is pushed aside
 * @param preemptDelayNanos how long it may stay before that; 0 for not at all
 * @param arpRepeat announcements at a time after a takeover
 * @param arpDelayNanos until they are sent once more; 0 for never
 * @param arpRefreshNanos between announcements while active; 0 for never
 * @param arpRefreshRepeat announcements at a time then
 */
public record RouterSettings(
        InetAddress address,
        int priority,
        int version,
        long intervalNanos,
        boolean preempt,
        long preemptDelayNanos,
        int arpRepeat,
        long arpDelayNanos,
        long arpRefreshNanos,
        int arpRefreshRepeat) {
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
    }

    /** The settings of a configured instance on a router with this address. */
    public static RouterSettings of(VrrpInstanceBlock block, InetAddress address) {
        GratuitousArp arp = block.gratuitousArp();
        return new RouterSettings(
                address,
                block.election().priority(),
                block.wire().version(),
                block.wire().advertInterval().toNanos(),
                block.election().preempt(),
                block.election().preemptDelay().toNanos(),
                arp.repeat(),
                arp.delay().toNanos(),
                arp.refresh().toNanos(),
                arp.refreshRepeat());
    }

    /** The advert interval for people. */
    public Duration interval() {
        return Duration.ofNanos(intervalNanos);
    }

    /** Whether this router owns the addresses. */
    public boolean isOwner() {
        return priority == Advert.OWNER;
    }

    /**
     * How much longer a router of this priority waits than one of priority 256 would: (256 - priority) / 256 of a second in
     * version 2 (RFC 3768 §6.1), of the active router's interval in version 3 (RFC 9568 §6.1).
     */
    public long skewNanos(long activeIntervalNanos) {
        long unit = version == 2 ? 1_000_000_000L : activeIntervalNanos;
        return unit * (256 - priority) / 256;
    }

    /** How long the active router may be silent before it counts as gone (RFC 3768 §6.1, Master_Down_Interval). */
    public long activeDownNanos(long activeIntervalNanos) {
        return 3 * activeIntervalNanos + skewNanos(activeIntervalNanos);
    }
}
