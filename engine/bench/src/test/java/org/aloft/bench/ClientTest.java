package org.aloft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.aloft.bench.Client.Gap;
import org.aloft.bench.Client.Reply;
import org.junit.jupiter.api.Test;

class ClientTest {
    @Test
    void shouldCountTheTimeInWhichQuestionsWentUnanswered() {
        Gap gap = Client.longestGap(List.of(reply(10.0000, 0), reply(10.0005, 1), reply(10.1005, 201)));

        assertThat(gap.seconds()).isCloseTo(0.0995, within(1e-6));
        assertThat(gap.until()).isEqualTo(10.1005);
    }

    @Test
    void shouldCountAnAnswerThatCameLate() {
        Gap gap = Client.longestGap(List.of(reply(10.000, 0), new Reply(10.070, 1, 0.068), reply(10.071, 2)));

        assertThat(gap.seconds()).isCloseTo(0.068, within(1e-6));
    }

    @Test
    void shouldNotCountThatNothingWasAsked() {
        Gap gap = Client.longestGap(List.of(reply(10.000, 0), reply(10.050, 1), reply(10.052, 2)));

        assertThat(gap.seconds()).isCloseTo(0.0001, within(1e-6));
    }

    private static Reply reply(double at, long number) {
        return new Reply(at, number, 0.0001);
    }
}
