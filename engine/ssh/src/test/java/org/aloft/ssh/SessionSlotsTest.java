package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionSlotsTest {
    private final SessionSlots slots = new SessionSlots();

    @Test
    void shouldStayBelowTheDefaultOfSshd() throws Exception {
        take(8);

        assertThat(slots.take(System.nanoTime())).isFalse();
    }

    @Test
    void shouldLowerItsLimitToWhatWasOpenWhenSshdRefusedMore() throws Exception {
        take(3);
        slots.giveBack();

        assertThat(slots.refused()).isEqualTo(2);

        assertThat(slots.limit()).isEqualTo(2);
        assertThat(slots.take(System.nanoTime())).isFalse();
        slots.giveBack();
        assertThat(slots.take(System.nanoTime())).isTrue();
    }

    @Test
    void shouldAlwaysLetOneTry() throws Exception {
        assertThat(slots.refused()).isZero();

        assertThat(slots.take(System.nanoTime())).isTrue();
    }

    @Test
    void shouldNotRiseAgain() throws Exception {
        take(2);
        slots.giveBack();
        slots.refused();
        take(0);
        assertThat(slots.refused()).isEqualTo(1);

        assertThat(slots.limit()).isEqualTo(1);
    }

    @Test
    void shouldEndThePauseOfOneThatWasRefusedWhenASlotIsGivenBack() throws Exception {
        take(1);
        long farAway = System.nanoTime() + Duration.ofDays(1).toNanos();
        CompletableFuture<Void> paused = CompletableFuture.runAsync(() -> pause(farAway));

        while (!paused.isDone()) {
            slots.giveBack();
            Thread.onSpinWait();
        }

        paused.get(1, TimeUnit.SECONDS);
    }

    private void pause(long until) {
        try {
            slots.pause(1, until);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private void take(int count) throws InterruptedException {
        for (int number = 0; number < count; number++) {
            assertThat(slots.take(System.nanoTime())).isTrue();
        }
    }
}
