package org.aloft.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PollerTest {
    @Test
    void shouldReturnWhenTheDeadlineHasCome() {
        try (Poller poller = Poller.open()) {
            long deadline = System.nanoTime() + 20_000_000;
            assertThat(poller.poll(deadline)).isZero();
            assertThat(System.nanoTime() - deadline).as("not too early").isNotNegative();
        }
    }

    @Test
    void shouldReturnAtOnceWhenTheDeadlineIsPast() {
        try (Poller poller = Poller.open()) {
            assertThat(poller.poll(System.nanoTime() - 1)).isZero();
            assertThat(poller.poll(0)).isZero();
            assertThat(poller.poll(Long.MIN_VALUE)).isZero();
        }
    }

    @Test
    void shouldReturnWhenAnotherThreadCalls() throws Exception {
        try (Poller poller = Poller.open()) {
            Thread caller = new Thread(poller::wakeUp);
            caller.start();
            assertThat(poller.poll(Deadline.NEVER)).isZero();
            caller.join();
        }
    }

    @Test
    void shouldRememberACallThatCameBeforeIt() {
        try (Poller poller = Poller.open()) {
            poller.wakeUp();
            poller.wakeUp();
            assertThat(poller.poll(Deadline.NEVER)).isZero();
            assertThat(poller.poll(System.nanoTime()))
                    .as("the calls are used up")
                    .isZero();
        }
    }

    @Test
    void shouldSayWhichDescriptorCanBeReadUntilThatIsRemoved() {
        try (Poller poller = Poller.open();
                FileDescriptor quiet = event(0);
                FileDescriptor ready = event(1)) {
            poller.add(quiet.number());
            poller.add(ready.number());
            assertThat(poller.poll(Deadline.NEVER)).isEqualTo(1);
            assertThat(poller.isReady(ready.number())).isTrue();
            assertThat(poller.isReady(quiet.number())).isFalse();
            poller.remove(ready.number());
            assertThat(poller.poll(System.nanoTime())).isZero();
        }
    }

    @Test
    void shouldLetLateCallsPass() {
        Poller poller = Poller.open();
        poller.close();
        poller.wakeUp();
        poller.close();
    }

    private static FileDescriptor event(int initial) {
        return new FileDescriptor(SystemCalls.check(SystemCalls.LIBC.eventfd(initial, 0), "eventfd", "test"));
    }
}
