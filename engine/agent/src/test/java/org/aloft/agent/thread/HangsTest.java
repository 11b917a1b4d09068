package org.aloft.agent.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With a clock of its own: moments are milliseconds. */
class HangsTest {
    private static final class Pretended implements Pulse {
        private final long patienceMillis;
        private long lastTurn;
        private boolean beating = true;

        Pretended(long patienceMillis) {
            this.patienceMillis = patienceMillis;
        }

        @Override
        public String name() {
            return "pretended";
        }

        @Override
        public Optional<Thread> thread() {
            return Optional.empty();
        }

        @Override
        public long lastTurn() {
            return lastTurn;
        }

        @Override
        public long patience() {
            return patienceMillis > Loop.FOR_EVER / 1_000_000 ? Loop.FOR_EVER : nanos(patienceMillis);
        }

        @Override
        public boolean isBeating() {
            return beating;
        }
    }

    private final Hangs hangs = new Hangs(0);
    private long millis;

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    /** The moment at which it is found to hang, looked at as often as the watchdog does. */
    private Optional<Long> foundBy(long until, Pretended pulse) {
        while (millis < until) {
            millis += Duration.ofNanos(hangs.pause()).toMillis();
            if (hangs.look(List.of(pulse), nanos(millis)).isPresent()) {
                return Optional.of(millis);
            }
        }
        return Optional.empty();
    }

    /** Adverts each 100 ms: the other router takes over after 300 ms, and a second later this one must be gone. */
    @Test
    void shouldFindAHangSoonAfterThePatienceIsOver() {
        assertThat(foundBy(10_000, new Pretended(800)).orElseThrow()).isBetween(800L, 1_100L);
    }

    @Test
    void shouldNotTakeTimeInWhichItDidNotRunItselfForAHang() {
        Pretended pulse = new Pretended(800);
        assertThat(foundBy(400, pulse)).isEmpty();
        millis += 60_000;
        assertThat(hangs.look(List.of(pulse), nanos(millis))).isEmpty();
        pulse.lastTurn = nanos(millis);
        assertThat(foundBy(millis + 400, pulse)).isEmpty();
    }

    @Test
    void shouldNotMindAThreadThatGoesRoundNorOneThatHasEnded() {
        Pretended turning = new Pretended(500);
        for (long turn = 1; turn <= 100; turn++) {
            turning.lastTurn = turn;
            assertThat(foundBy(millis + 100, turning)).isEmpty();
        }
        turning.beating = false;
        assertThat(foundBy(millis + 10_000, turning)).isEmpty();
    }

    /** Such as one that waits for clients: systemd would be told no more of a process in which all is well. */
    @Test
    void shouldPassOverAThreadThatMayStandStillForEver() {
        assertThat(foundBy(10_000, new Pretended(Duration.ofNanos(Loop.FOR_EVER).toMillis() + 1)))
                .isEmpty();
        assertThat(hangs.allTurn(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void shouldKnowAThreadThatIsSlowButMayTakeItsTime() {
        Pretended slow = new Pretended(60_000);
        assertThat(foundBy(7_000, slow)).isEmpty();
        assertThat(hangs.allTurn(Duration.ofSeconds(5))).isFalse();
        slow.lastTurn = 1;
        assertThat(foundBy(9_000, slow)).isEmpty();
        assertThat(hangs.allTurn(Duration.ofSeconds(5))).isTrue();
    }
}
