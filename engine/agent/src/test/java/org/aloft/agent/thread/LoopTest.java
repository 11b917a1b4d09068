package org.aloft.agent.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LoopTest {
    private final Faults faults = new Faults();
    private final List<String> done = new ArrayList<>();

    private final class Turns implements Rounds {
        @Override
        public void turn(long now) {}

        @Override
        public void ending() {
            done.add("ending");
        }

        @Override
        public void failed() {
            done.add("failed");
        }

        @Override
        public void end() {
            done.add("end");
        }
    }

    private Loop loop(AfterFailure after) {
        return new Supervisor(faults)
                .loop("part", after, new Parking(), new Turns())
                .start();
    }

    /** An Error is what a loop must survive, too: a class that cannot be loaded, a stack that is too deep. */
    @Test
    void shouldGoOnAfterAnErrorAndTellIt() throws Exception {
        Loop loop = loop(AfterFailure.GO_ON);
        loop.post(() -> {
            throw new LinkageError("no such class");
        });
        assertThat(faults.await()).containsExactly("part: no such class: GO_ON");
        loop.call(() -> done.add("called"));
        loop.close();
        assertThat(done).containsExactly("called", "ending", "end");
    }

    @Test
    void shouldEndAfterAnErrorWhenTheProcessHasTo() throws Exception {
        Loop loop = loop(AfterFailure.END_PROCESS);
        loop.post(() -> {
            throw new StackOverflowError("too deep");
        });
        assertThat(faults.await()).containsExactly("part: too deep: END_PROCESS");
        loop.close();
        assertThat(done).containsExactly("failed", "end");
        assertThatThrownBy(() -> loop.call(() -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("part has ended");
        assertThat(loop.isBeating()).isFalse();
    }

    /** What was asked for before the failure must not be waited for without end. */
    @Test
    void shouldLetNobodyWaitForAThreadThatHasEnded() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Loop loop = loop(AfterFailure.END_PROCESS);
        loop.post(() -> {
            awaitUninterruptibly(asked);
            throw new IllegalStateException("by a mistake");
        });
        CompletableFuture<Void> late = loop.submit(() -> done.add("late"));
        asked.countDown();
        assertThatThrownBy(late::join).hasMessageContaining("part has ended");
        loop.close();
        assertThat(done).doesNotContain("late");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stray) {
            throw new AssertionError(stray);
        }
    }

    @ParameterizedTest
    @EnumSource(AfterFailure.class)
    void shouldGiveARefusalToWhoAskedAndGoOn(AfterFailure after) {
        Loop loop = loop(after);
        assertThatThrownBy(() -> loop.call(() -> {
                    throw new IllegalArgumentException("no such instance");
                }))
                .hasMessage("no such instance");
        loop.call(() -> done.add("called"));
        loop.close();
        assertThat(done).containsExactly("called", "ending", "end");
    }

    @Test
    void shouldTellAFaultThatNobodyWaitsFor() throws Exception {
        Loop loop = loop(AfterFailure.GO_ON);
        CompletableFuture<Void> unused = loop.submit(() -> {
            throw new IllegalStateException("unseen");
        });
        assertThat(faults.await()).containsExactly("part: unseen: GO_ON");
        loop.close();
    }

    @Test
    void shouldGiveBackWhatItHoldsWhenItsEndFails() {
        Loop loop = new Supervisor(faults).loop("part", AfterFailure.GO_ON, new Parking(), new Rounds() {
            @Override
            public void turn(long now) {}

            @Override
            public void ending() {
                throw new IllegalStateException("cannot end");
            }

            @Override
            public void end() {
                done.add("end");
            }
        });
        loop.start().close();
        assertThat(done).containsExactly("end");
    }
}
