package org.aloft.agent.vrrp;

import java.net.Inet4Address;
import java.time.Duration;

/** Router settings for tests: keepalived's defaults, and what differs from them. */
final class SettingsFixture {
    static final long SECOND = Duration.ofSeconds(1).toNanos();

    private SettingsFixture() {}

    static RouterSettings preempting(Inet4Address address, int priority) {
        return with(address, priority, true, Duration.ZERO);
    }

    static RouterSettings with(Inet4Address address, int priority, boolean preempt, Duration preemptDelay) {
        return new RouterSettings(address, priority, 2, SECOND, preempt, preemptDelay.toNanos(), 5, 5 * SECOND, 0, 1);
    }
}
