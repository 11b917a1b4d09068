package org.aloft.agent.config;

import java.time.Duration;

/**
 * How often the network is told who holds the VIPs.
 *
 * @param repeat announcements at a time, {@code garp_master_repeat}; 5 when not said
 * @param delay until they are said once more after a takeover, {@code garp_master_delay}; 5 s when not said, zero for never
 * @param refresh between announcements while active, {@code garp_master_refresh}; zero, the default, for never
 * @param refreshRepeat announcements at a time then, {@code garp_master_refresh_repeat}; 1 when not said
 */
public record GratuitousArp(int repeat, Duration delay, Duration refresh, int refreshRepeat) {
    /** keepalived's defaults. */
    public static final GratuitousArp DEFAULT = new GratuitousArp(5, Duration.ofSeconds(5), Duration.ZERO, 1);

    GratuitousArp withRepeat(int value) {
        return new GratuitousArp(value, delay, refresh, refreshRepeat);
    }

    GratuitousArp withDelay(Duration value) {
        return new GratuitousArp(repeat, value, refresh, refreshRepeat);
    }

    GratuitousArp withRefresh(Duration value) {
        return new GratuitousArp(repeat, delay, value, refreshRepeat);
    }

    GratuitousArp withRefreshRepeat(int value) {
        return new GratuitousArp(repeat, delay, refresh, value);
    }
}
