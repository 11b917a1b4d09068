package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FloodTest {
    private final Flood flood = new Flood(0);

    private static long millis(long number) {
        return Duration.ofMillis(number).toNanos();
    }

    private void hear(int invalid) {
        for (int count = 0; count < invalid; count++) {
            flood.count();
        }
    }

    @Test
    void shouldListenToAWrongNeighbourForEver() {
        for (long second = 1; second < 100; second++) {
            hear(100);
            assertThat(flood.look(millis(second * 1_000))).isEmpty();
        }
    }

    @Test
    void shouldDefendItselfAndLookAgainLater() {
        hear(300);
        assertThat(flood.look(millis(10))).contains(true);
        assertThat(flood.look(millis(5_000))).isEmpty();
        hear(300); // were in the queue
        assertThat(flood.look(millis(10_020))).contains(false);
        assertThat(flood.look(millis(10_030))).isEmpty();
        hear(300);
        assertThat(flood.look(millis(10_040))).contains(true);
    }
}
