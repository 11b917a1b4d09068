package org.aloft.agent.vrrp.machine;

import org.aloft.agent.config.GratuitousArp;

/**
 * When an active router announces its VIPs. Times are in nanoseconds.
 *
 * @param repeat announcements at a time after a takeover, at least 1
 * @param delayNanos until they are sent once more; 0 for never
 * @param refreshNanos between announcements while active; 0 for never
 * @param refreshRepeat announcements at a time then
 * @param lowerRepeat announcements at a time after a lower router was heard; 0 for none
 * @param lowerDelayNanos until those are sent once more; 0 for never
 */
public record Announcing(
        int repeat, long delayNanos, long refreshNanos, int refreshRepeat, int lowerRepeat, long lowerDelayNanos) {
    static Announcing of(GratuitousArp arp) {
        return new Announcing(
                arp.repeat(),
                arp.delay().toNanos(),
                arp.refresh().toNanos(),
                arp.refreshRepeat(),
                arp.lowerPriorityRepeat(),
                arp.lowerPriorityDelay().toNanos());
    }
}
