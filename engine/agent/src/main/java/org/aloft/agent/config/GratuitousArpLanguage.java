package org.aloft.agent.config;

import java.time.Duration;

/** Limits that {@code global_defs} and {@code vrrp_instance} share for their {@code garp_…} keywords. */
final class GratuitousArpLanguage {
    /** A day: longer than any cache of addresses. */
    static final Duration LONGEST = Duration.ofDays(1);

    /** More announcements at a time would be a flood. */
    static final int MOST = 255;

    private GratuitousArpLanguage() {}
}
