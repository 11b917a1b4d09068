package org.aloft.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.aloft.agent.script.Script;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final Outcome GOOD = new Outcome.Delivered("");
    private static final Outcome BAD = new Outcome.Failed("bad", false);
    private static final Outcome LATER = new Outcome.Failed("later", true);

    private final List<String> begun = new ArrayList<>();
    private final Queue<Consumer<Outcome>> underWay = new ArrayDeque<>();
    private long now = Long.MAX_VALUE - 5; // a clock may be anywhere
    private final Lanes lanes = new Lanes(
            (delivery, ended) -> {
                begun.add(delivery.lane() + " " + ((Delivery.RunScript) delivery).keyword());
                underWay.add(ended);
            },
            () -> now,
            Runnable::run);

    @Test
    void shouldDeliverOneAfterTheOtherInALane() {
        add("a", "1");
        add("a", "2");
        assertThat(begun).containsExactly("a 1");
        end(GOOD);
        assertThat(begun).containsExactly("a 1", "a 2");
        end(BAD);
        assertThat(lanes.isIdle()).isTrue();
    }

    @Test
    void shouldNotLetOneLaneWaitForAnother() {
        add("a", "1");
        add("b", "1");
        assertThat(begun).containsExactly("a 1", "b 1");
    }

    @Test
    void shouldTryAgainInItsPlaceAfterEverLongerPausesAndGiveUpInTheEnd() {
        now = 0;
        add("a", "1");
        add("a", "2");
        for (Duration pause : List.of(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(60))) {
            end(LATER);
            assertThat(lanes.deadline()).isEqualTo(now + pause.toNanos());
            now = lanes.deadline() - 1;
            lanes.timePassed();
            assertThat(underWay).as("not yet").isEmpty();
            now = lanes.deadline();
            lanes.timePassed();
        }
        assertThat(begun).containsExactly("a 1", "a 1", "a 1", "a 1");
        end(LATER);
        assertThat(begun).endsWith("a 2");
        end(LATER);
        assertThat(lanes.deadline()).as("the next begins anew").isEqualTo(now + 1_000_000_000L);
    }

    @Test
    void shouldDropTheOldestThatWaitsButNotTheOneUnderWay() {
        for (int index = 0; index < Lanes.LONGEST + 1; index++) {
            add("a", Integer.toString(index));
        }
        while (!underWay.isEmpty()) {
            end(GOOD);
        }
        assertThat(begun).hasSize(Lanes.LONGEST).startsWith("a 0", "a 2").endsWith("a " + Lanes.LONGEST);
    }

    @Test
    void shouldBeginOnlySoManyAtOnceAndTheOthersInTheirOrder() {
        for (int index = 0; index < Lanes.MOST_AT_ONCE + 2; index++) {
            add("lane" + index, "1");
        }
        assertThat(begun).hasSize(Lanes.MOST_AT_ONCE);
        end(GOOD);
        end(GOOD);
        assertThat(begun).endsWith("lane32 1", "lane33 1");
    }

    @Test
    void shouldTellWhatIsStillWaiting() {
        add("a", "1");
        add("a", "2");
        assertThat(lanes.isIdle()).isFalse();
        assertThat(lanes.waiting()).hasSize(2);
    }

    private void add(String lane, String keyword) {
        lanes.add(new Delivery.RunScript(
                lane, keyword, new Script(List.of("/x"), Optional.empty()), Duration.ofSeconds(1)));
    }

    private void end(Outcome outcome) {
        underWay.remove().accept(outcome);
    }
}
