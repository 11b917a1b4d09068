package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a clock of its own: moments are milliseconds. */
class BreathTest {
    private final List<Long> meanwhile = new ArrayList<>();
    private long now = millis(1_000);
    private final Breath breath = new Breath(() -> now);

    private static long millis(long number) {
        return Duration.ofMillis(number).toNanos();
    }

    private void work(long steps, long millisEach) {
        for (long step = 0; step < steps; step++) {
            now += millis(millisEach);
            breath.run();
        }
    }

    @Test
    void shouldKnowThatItWasAtWorkForLong() {
        long due = now + millis(10);
        work(1_000, 3);
        assertThat(breath.wasAwakeSince(due)).isTrue();
    }

    @Test
    void shouldKnowThatItSleptBetweenTwoSteps() {
        long due = now + millis(10);
        work(10, 3);
        work(1, 500);
        work(10, 3);
        assertThat(breath.wasAwakeSince(due)).isFalse();
        assertThat(breath.wasAwakeSince(now)).isTrue();
    }

    @Test
    void shouldNotTakeASleepThatWasMeantForOneThatWasNot() {
        long due = now + millis(900);
        breath.rest(due);
        now = due + millis(1);
        breath.note(now);
        assertThat(breath.wasAwakeSince(due)).isTrue();
        breath.rest(due + millis(900));
        now = due + millis(2_000);
        breath.note(now);
        assertThat(breath.wasAwakeSince(due + millis(900))).isFalse();
    }

    /** To look at 255 instances after each VIP would take longer than the VIPs. */
    @Test
    void shouldNotLookForAdvertsMoreOftenThanOnceInAMillisecond() {
        breath.meanwhile(meanwhile::add);
        for (int step = 0; step < 100; step++) {
            now += millis(1) / 10;
            breath.run();
        }
        assertThat(meanwhile).hasSize(10);
    }
}
