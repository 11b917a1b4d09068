package org.aloft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.aloft.bench.Client.Reply;
import org.junit.jupiter.api.Test;

class ClientTest {
    @Test
    void shouldCountTheTimeInWhichQuestionsWentUnanswered() {
        double gap = Client.longestGap(List.of(reply(10.000, 0), reply(10.002, 1), reply(10.102, 51)));

        assertThat(gap).isCloseTo(0.098, within(1e-9));
    }

    @Test
    void shouldCountAnAnswerThatCameLate() {
        double gap = Client.longestGap(List.of(reply(10.000, 0), new Reply(10.070, 1, 0.068), reply(10.071, 2)));

        assertThat(gap).isEqualTo(0.068);
    }

    @Test
    void shouldNotCountThatNothingWasAsked() {
        double gap = Client.longestGap(List.of(reply(10.000, 0), reply(10.050, 1), reply(10.052, 2)));

        assertThat(gap).isEqualTo(0.0001);
    }

    private static Reply reply(double at, long number) {
        return new Reply(at, number, 0.0001);
    }
}
