package org.aloft.plan.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.648S, 648 ms",
        "PT0.9994S, 999 ms",
        "PT0.9996S, 1 s",
        "PT3.6S, 3.6 s",
        "PT3.64S, 3.6 s",
        "PT4S, 4 s",
        "PT59.96S, 1 min",
        "PT2M5S, 2 min 5 s",
        "PT14M, 14 min",
        "PT59M59.6S, 1 h",
        "PT3H20M10S, 3 h 20 min",
        "PT23H59M40S, 1 d",
        "PT52H, 2 d 4 h",
        "PT-3.6S, -3.6 s",
    })
    void shouldWriteADurationForPeople(Duration duration, String text) {
        assertThat(DurationText.of(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.000001S, 1 ms",
        "PT0.648S, 648 ms",
        "PT4S, 4 s",
        "PT4.001S, 4.1 s",
        "PT59.91S, 1 min",
        "PT2M0.1S, 2 min 1 s"
    })
    void shouldNeverShowAMeasuredValueShorterThanItWas(Duration duration, String text) {
        assertThat(DurationText.atLeast(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.5S, 500ms",
        "PT1.5S, 1500ms",
        "PT3S, 3s",
        "PT90S, 90s",
        "PT2M, 2m",
        "PT1H, 1h",
        "PT48H, 48h"
    })
    void shouldWriteADurationAsAUserDoesInTheTopology(Duration duration, String text) {
        assertThat(DurationText.config(duration)).isEqualTo(text);
    }
}
