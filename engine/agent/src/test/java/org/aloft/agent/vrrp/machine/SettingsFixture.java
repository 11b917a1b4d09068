package org.aloft.agent.vrrp.machine;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/** Router settings for tests: keepalived's defaults, and what differs from them. */
public final class SettingsFixture {
    public static final long SECOND = Duration.ofSeconds(1).toNanos();

    private SettingsFixture() {}

    public static Inet4Address address(int lastOctet) {
        try {
            return (Inet4Address) InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) lastOctet});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static RouterSettings preempting(Inet4Address address, int priority) {
        return with(address, priority, true, Duration.ZERO);
    }

    public static RouterSettings with(Inet4Address address, int priority, boolean preempt, Duration preemptDelay) {
        return settings(address, priority, 2, preempt, preemptDelay, true, false, false);
    }

    public static RouterSettings version3(Inet4Address address, int priority) {
        return settings(address, priority, 3, true, Duration.ZERO, true, false, false);
    }

    public static RouterSettings grouped(Inet4Address address, int priority) {
        return settings(address, priority, 2, true, Duration.ZERO, true, false, true);
    }

    public static RouterSettings answering(Inet4Address address, int priority, boolean lower, boolean higher) {
        return settings(address, priority, 2, true, Duration.ZERO, lower, higher, false);
    }

    private static RouterSettings settings(
            Inet4Address address,
            int priority,
            int version,
            boolean preempt,
            Duration delay,
            boolean answersLower,
            boolean answersHigher,
            boolean grouped) {
        Announcing announcing = new Announcing(5, 5 * SECOND, 0, 1, 5, 5 * SECOND);
        return new RouterSettings(
                address,
                priority,
                version,
                SECOND,
                3,
                new RouterSettings.Preemption(preempt, delay.toNanos()),
                new RouterSettings.Answers(answersLower, answersHigher),
                grouped,
                announcing);
    }
}
