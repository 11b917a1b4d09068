package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.CheckPace;
import org.aloft.agent.config.TcpCheckBlock;
import org.junit.jupiter.api.Test;

/** The loop of retries and pauses, with time that the test moves on. */
class PolledCheckTest {
    private static final InetSocketAddress TARGET = new InetSocketAddress("192.0.2.21", 80);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LOOP = Duration.ofSeconds(6);

    private final SteppedLoop loop = new SteppedLoop();
    private final Queue<Consumer<ProbeOutcome>> begun = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private int cancelled;

    private PolledCheck start(Duration warmup) {
        CheckPace pace = new CheckPace(false, 2, RETRY, LOOP, warmup, true);
        PolledCheck check = new PolledCheck(
                CheckFixture.key(TARGET),
                new TcpCheckBlock(CheckConnection.to(TARGET), pace),
                true,
                (step, done) -> {
                    begun.add(done);
                    return () -> cancelled++;
                },
                news -> told.add((news.up() ? "up: " : "down: ") + news.reason()),
                loop,
                new Shortage(() -> 0));
        check.start(new Random(1));
        return check;
    }

    private void answer(ProbeOutcome outcome) {
        begun.remove().accept(outcome);
    }

    @Test
    void shouldRetryBeforeItGivesAServerUpAndLookLessOftenAfterwards() {
        start(Duration.ZERO);
        assertThat(loop.next()).isZero();
        answer(ProbeOutcome.passed("accepted"));
        assertThat(loop.next()).isEqualTo(LOOP);
        answer(ProbeOutcome.failed("first"));
        assertThat(loop.next()).isEqualTo(RETRY);
        answer(ProbeOutcome.failed("second"));
        assertThat(loop.next()).isEqualTo(RETRY);
        assertThat(told).containsExactly("up: accepted");
        answer(ProbeOutcome.failed("third"));
        assertThat(told).containsExactly("up: accepted", "down: third");
        assertThat(loop.next()).isEqualTo(LOOP);
        answer(ProbeOutcome.passed("back"));
        assertThat(told).endsWith("up: back");
    }

    @Test
    void shouldSpreadFirstChecksOverTheWarmup() {
        start(LOOP);
        assertThat(loop.next()).isBetween(Duration.ofNanos(1), LOOP.minusNanos(1));
        assertThat(begun).hasSize(1);
    }

    @Test
    void shouldNotLookAgainBeforeALookHasEnded() {
        start(Duration.ZERO);
        loop.next();
        assertThat(loop.isIdle()).isTrue();
        assertThat(begun).hasSize(1);
    }

    @Test
    void shouldGiveUpALookWhenItIsClosed() {
        PolledCheck check = start(Duration.ZERO);
        loop.next();
        check.close();
        assertThat(loop.isIdle()).isTrue();
        assertThat(cancelled).isEqualTo(1);
        answer(ProbeOutcome.failed("too late"));
        assertThat(told).isEmpty();
        assertThat(loop.isIdle()).isTrue();
    }

    @Test
    void shouldNotLookOnceItIsClosed() {
        PolledCheck check = start(LOOP);
        check.close();
        assertThat(loop.isIdle()).isTrue();
        assertThat(begun).isEmpty();
    }

    @Test
    void shouldGoOnAfterALookThatEndsAtOnce() {
        PolledCheck check = new PolledCheck(
                CheckFixture.key(TARGET),
                new TcpCheckBlock(CheckConnection.to(TARGET), CheckFixture.PACE),
                true,
                (step, done) -> {
                    done.accept(ProbeOutcome.passed("at once"));
                    return Cancellable.NOTHING;
                },
                news -> told.add(news.reason()),
                loop,
                new Shortage(() -> 0));
        check.start(new Random(1));
        loop.next();
        loop.next();
        assertThat(told).containsExactly("at once");
        check.close();
        assertThat(loop.isIdle()).isTrue();
    }

    @Test
    void shouldGoOnAfterALookThatThrows() {
        Queue<Boolean> throwing = new ArrayDeque<>(List.of(true, true, false));
        PolledCheck check = new PolledCheck(
                CheckFixture.key(TARGET),
                new TcpCheckBlock(CheckConnection.to(TARGET), CheckFixture.PACE),
                true,
                (step, done) -> {
                    if (throwing.remove()) {
                        throw new IllegalStateException("on purpose");
                    }
                    done.accept(ProbeOutcome.passed("at last"));
                    return Cancellable.NOTHING;
                },
                news -> told.add(news.reason()),
                loop,
                new Shortage(() -> 0));
        check.start(new Random(1));
        loop.next();
        loop.next();
        assertThat(told).isEmpty();
        loop.next();
        assertThat(told).containsExactly("at last");
    }

    @Test
    void shouldTakeOneEndOfALook() {
        start(Duration.ZERO);
        loop.next();
        Consumer<ProbeOutcome> done = begun.remove();
        done.accept(ProbeOutcome.passed("once"));
        done.accept(ProbeOutcome.failed("twice"));
        assertThat(loop.next()).isEqualTo(LOOP);
        assertThat(loop.isIdle()).isTrue();
        assertThat(told).containsExactly("up: once");
    }
}
