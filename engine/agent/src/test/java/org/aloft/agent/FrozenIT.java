package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * An aloftd that is stopped as a whole and goes on later, as on a machine that was suspended: another router may hold
 * the VIPs by then. Needs root.
 */
class FrozenIT extends OnHosts {
    private static final String VIP = "10.9.0.10";

    /** Longer than two intervals: whatever it was about to send when it was frozen, it is late with the next. */
    private static final long FROZEN_MILLIS = 500;

    private static final int VIPS_THAT_TAKE_LONG = 8_000;

    @Test
    void shouldListenBeforeItIsActiveAgainWhenItWasFrozen() throws Exception {
        try (Router first = hosts.aloftd(hosts.first, fast("first.conf", 200, VIP));
                Router second = hosts.aloftd(hosts.second, fast("second.conf", 100, VIP))) {
            first.await("ACTIVE");
            second.await("runs with");
            hosts.awaitFollowing(hosts.second, "10.9.0.1");
            first.signal("STOP");
            second.await("ACTIVE: no advert of 10.9.0.1");
            Thread.sleep(FROZEN_MILLIS);
            first.signal("CONT");
            first.await("past its deadline; listening before it may be active");
            first.await("ACTIVE");
            second.await("BACKUP: 10.9.0.1 with priority 200 took over");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
            assertThat(Hosts.holds(hosts.second, VIP)).isFalse();
        }
    }

    @Test
    void shouldListenBeforeItIsActiveWhenItWasFrozenAmongItsVips() throws Exception {
        String many = IntStream.range(0, VIPS_THAT_TAKE_LONG)
                .mapToObj(number -> "10.10.%d.%d".formatted(number / 250, number % 250 + 1))
                .collect(Collectors.joining("\n"));
        String lines = FAST + "\nvirtual_ipaddress_excluded {\n" + many + "\n}";
        try (Router second = hosts.aloftd(hosts.second, fast("second.conf", 100, VIP))) {
            second.await("ACTIVE");
            try (Router first = hosts.aloftd(hosts.first, configuration("first.conf", 200, lines, VIP))) {
                second.await("BACKUP: 10.9.0.1 with priority 200 took over");
                first.signal("STOP");
                String last = many.substring(many.lastIndexOf('\n') + 1);
                assertThat(Hosts.holds(hosts.first, last))
                        .as("still among its VIPs")
                        .isFalse();
                second.await("ACTIVE: no advert of 10.9.0.1");
                first.signal("CONT");
                first.await("past its deadline; listening before it may be active");
                second.await("BACKUP: 10.9.0.1 with priority 200 took over");
            }
        }
    }
}
