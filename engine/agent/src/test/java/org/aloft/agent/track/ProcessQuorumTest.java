package org.aloft.agent.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.aloft.agent.config.TrackProcessBlock;
import org.aloft.agent.config.TrackWeight;
import org.aloft.agent.kernel.Deadline;
import org.junit.jupiter.api.Test;

class ProcessQuorumTest {
    private static ProcessQuorum quorum(int least, int most, long forkDelay, long terminateDelay) {
        return new ProcessQuorum(new TrackProcessBlock(
                "p",
                "sleep",
                List.of(),
                TrackProcessBlock.Match.AS_GIVEN,
                false,
                TrackWeight.FAULT,
                least,
                most,
                Duration.ofNanos(forkDelay),
                Duration.ofNanos(terminateDelay)));
    }

    @Test
    void shouldWantAtLeastTheQuorumAndAtMostItsMaximum() {
        ProcessQuorum quorum = quorum(2, 3, 0, 0);
        quorum.counted(1, 0);
        assertThat(quorum.reading()).isEqualTo(new Reading.Down("1 process, wanted 2..3"));
        quorum.counted(2, 0);
        assertThat(quorum.reading()).isEqualTo(new Reading.Up("2 processes, wanted 2..3"));
        quorum.counted(4, 0);
        assertThat(quorum.reading()).isEqualTo(new Reading.Down("4 processes, wanted 2..3"));
    }

    @Test
    void shouldWantNoneAtAll() {
        ProcessQuorum quorum = quorum(0, 0, 0, 0);
        quorum.counted(0, 0);
        assertThat(quorum.reading()).isInstanceOf(Reading.Up.class);
        quorum.counted(1, 0);
        assertThat(quorum.reading()).isInstanceOf(Reading.Down.class);
    }

    @Test
    void shouldWaitBeforeItBelievesAChange() {
        ProcessQuorum quorum = quorum(1, Integer.MAX_VALUE, 100, 500);
        quorum.counted(0, 1000);
        assertThat(quorum.reading()).as("the first count holds at once").isInstanceOf(Reading.Down.class);
        quorum.counted(1, 1000);
        assertThat(quorum.deadline()).isEqualTo(1100);
        quorum.turn(1099);
        assertThat(quorum.reading()).isInstanceOf(Reading.Down.class);
        quorum.turn(1100);
        assertThat(quorum.reading()).isInstanceOf(Reading.Up.class);
        quorum.counted(0, 2000);
        assertThat(quorum.deadline()).isEqualTo(2500);
    }

    @Test
    void shouldForgetAChangeThatDidNotLast() {
        ProcessQuorum quorum = quorum(1, Integer.MAX_VALUE, 0, 500);
        quorum.counted(1, 0);
        quorum.counted(0, 10);
        quorum.counted(1, 20);
        assertThat(quorum.deadline()).isEqualTo(Deadline.NEVER);
        quorum.turn(10_000);
        assertThat(quorum.reading()).isInstanceOf(Reading.Up.class);
    }
}
