package org.aloft.agent.config;

import java.time.Duration;

/**
 * How often the network is told who holds the VIPs: gratuitous ARP with IPv4, unsolicited neighbour advertisements with
 * IPv6.
 *
 * @param repeat announcements at a time, {@code garp_master_repeat}; 5 when not said
 * @param delay until they are said once more after a takeover, {@code garp_master_delay}; 5 s when not said, zero for
 *     never
 * @param refresh between announcements while active, {@code garp_master_refresh}; zero, the default, for never
 * @param refreshRepeat announcements at a time then, {@code garp_master_refresh_repeat}; 1 when not said
 * @param lowerPriorityRepeat announcements at a time after an advert of a lower priority was heard while active, {@code
 *     garp_lower_prio_repeat}; as many as {@code repeat} when not said, 0 for none
 * @param lowerPriorityDelay until those are said once more, {@code garp_lower_prio_delay}; as {@code delay} when not
 *     said
 */
public record GratuitousArp(
        int repeat,
        Duration delay,
        Duration refresh,
        int refreshRepeat,
        int lowerPriorityRepeat,
        Duration lowerPriorityDelay) {
    /** keepalived's defaults. */
    public static final GratuitousArp DEFAULT = new GratuitousArp(5, Duration.ofSeconds(5), Duration.ZERO, 1);

    /** What a lower advert brings about is as after a takeover. */
    public GratuitousArp(int repeat, Duration delay, Duration refresh, int refreshRepeat) {
        this(repeat, delay, refresh, refreshRepeat, repeat, delay);
    }

    /** With another number of announcements after a takeover. */
    public GratuitousArp withRepeat(int value) {
        return new GratuitousArp(value, delay, refresh, refreshRepeat, lowerPriorityRepeat, lowerPriorityDelay);
    }

    /** With another time until those are said once more. */
    public GratuitousArp withDelay(Duration value) {
        return new GratuitousArp(repeat, value, refresh, refreshRepeat, lowerPriorityRepeat, lowerPriorityDelay);
    }

    /** With another time between announcements while active. */
    public GratuitousArp withRefresh(Duration value) {
        return new GratuitousArp(repeat, delay, value, refreshRepeat, lowerPriorityRepeat, lowerPriorityDelay);
    }

    /** With another number of announcements at each refresh. */
    public GratuitousArp withRefreshRepeat(int value) {
        return new GratuitousArp(repeat, delay, refresh, value, lowerPriorityRepeat, lowerPriorityDelay);
    }

    /** With another answer to an advert of a lower priority. */
    public GratuitousArp withLowerPriority(int newRepeat, Duration newDelay) {
        return new GratuitousArp(repeat, delay, refresh, refreshRepeat, newRepeat, newDelay);
    }
}
