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
        return settings(address, priority, 2, preempt, preemptDelay, false);
    }

    static RouterSettings version3(Inet4Address address, int priority) {
        return settings(address, priority, 3, true, Duration.ZERO, false);
    }

    static RouterSettings grouped(Inet4Address address, int priority) {
        return settings(address, priority, 2, true, Duration.ZERO, true);
    }

    private static RouterSettings settings(
            Inet4Address address, int priority, int version, boolean preempt, Duration delay, boolean grouped) {
        Announcing announcing = new Announcing(5, 5 * SECOND, 0, 1, 5, 5 * SECOND);
        return new RouterSettings(
                address, priority, version, SECOND, 3, preempt, delay.toNanos(), true, false, grouped, announcing);
    }
}
