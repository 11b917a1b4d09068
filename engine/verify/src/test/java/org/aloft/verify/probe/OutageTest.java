package org.aloft.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each case is a row of probes, 100 ms apart: {@code .} answered, {@code x} failed, a space was not sent. */
class OutageTest {
    private static final Duration CALM = Duration.ofMillis(500);

    @Test
    void shouldFindNoneWhenAllAnswer() {
        assertThat(Outage.find(row("......"), CALM)).isEmpty();
        assertThat(Outage.find(List.of(), CALM)).isEmpty();
    }

    @Test
    void shouldReachFromTheLastSuccessBeforeToTheFirstSuccessAfter() {
        Outage outage = only("...xxx...");
        assertThat(outage.gap()).isEqualTo(Duration.ofMillis(400));
        assertThat(outage.failing()).isEqualTo(Duration.ofMillis(200));
        assertThat(outage.failed()).isEqualTo(3);
    }

    @Test
    void shouldCountAFlickeringServiceAsOneOutage() {
        Outage outage = only("..x.x..x.......");
        assertThat(outage.gap()).isEqualTo(Duration.ofMillis(700));
        assertThat(outage.failed()).isEqualTo(3);
        assertThat(outage.succeededWithin()).isEqualTo(3);
    }

    @Test
    void shouldCountTwoWhenItWasCalmBetweenThem() {
        List<Outage> outages = Outage.find(row(".x......xx.."), CALM);
        assertThat(outages).extracting(Outage::gap).containsExactly(Duration.ofMillis(200), Duration.ofMillis(300));
        assertThat(Outage.longest(outages)).contains(outages.get(1));
    }

    @Test
    void shouldNotEndOnSilenceOfTheMachineThatMeasures() {
        // Nothing was sent for 800 ms, and the service was gone before and after: that is one outage.
        assertThat(only(".x        x.").gap()).isEqualTo(Duration.ofMillis(1100));
    }

    @Test
    void shouldStayOpenWhenTheServiceNeverCameBack() {
        Outage outage = only("..xxxx");
        assertThat(outage.recovered()).isEmpty();
        assertThat(outage.gap()).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void shouldBeginWithTheFirstFailureWhenNothingEverAnswered() {
        assertThat(only("xx..").gap()).isEqualTo(Duration.ofMillis(200));
        assertThat(only("x").gap()).isZero();
    }

    @Test
    void shouldOrderByWhenProbesWereSentNotByWhenTheyEnded() {
        List<Sample> samples = new ArrayList<>(row("..xx.."));
        Collections.reverse(samples);
        assertThat(Outage.find(samples, CALM)).isEqualTo(Outage.find(row("..xx.."), CALM));
    }

    @Test
    void shouldCountWhatWasInFlightByItsOwnOutcome() {
        // The crash came at 200 ms: the probe sent at 100 ms still failed, the one of 0 ms had its answer.
        Timeline timeline = new Timeline(
                Duration.ofMillis(100),
                List.of(
                        sample(0, 10, true),
                        sample(100, 1000, false),
                        sample(300, 1200, false),
                        sample(400, 410, true)),
                List.of(),
                List.of(),
                0);
        assertThat(timeline.outages(Duration.ofMillis(200), Duration.ofDays(1), CALM))
                .singleElement()
                .extracting(Outage::gap)
                .isEqualTo(Duration.ofMillis(400));
        assertThat(timeline.longestSilence()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void shouldLeaveOutWhatBeganBeforeOrAfterTheWindow() {
        Timeline timeline = new Timeline(Duration.ofMillis(100), row(".x.......x......x."), List.of(), List.of(), 0);
        assertThat(timeline.outages(Duration.ofMillis(500), Duration.ofMillis(1500), CALM))
                .extracting(Outage::firstFailed)
                .containsExactly(Duration.ofMillis(900));
    }

    private static Outage only(String row) {
        List<Outage> outages = Outage.find(row(row), CALM);
        assertThat(outages).hasSize(1);
        return outages.get(0);
    }

    static List<Sample> row(String text) {
        List<Sample> samples = new ArrayList<>();
        for (int index = 0; index < text.length(); index++) {
            if (text.charAt(index) != ' ') {
                samples.add(sample(index * 100, index * 100 + 5, text.charAt(index) == '.'));
            }
        }
        return samples;
    }

    private static Sample sample(int sentMillis, int doneMillis, boolean answered) {
        return new Sample(
                Duration.ofMillis(sentMillis),
                Duration.ofMillis(doneMillis),
                answered ? new Outcome.Answered("web1") : new Outcome.Failed("no answer"));
    }
}
