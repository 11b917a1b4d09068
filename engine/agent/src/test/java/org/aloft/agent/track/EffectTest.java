package org.aloft.agent.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.aloft.agent.config.TrackWeight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers are those that keepalived 2.2.7 was seen to arrive at. */
class EffectTest {
    private static final Reading UP = new Reading.Up("test");
    private static final Reading DOWN = new Reading.Down("test");
    private static final Reading PENDING = new Reading.Pending("test");

    private static TrackWeight weight(int value, boolean reverse) {
        return new TrackWeight(value, reverse);
    }

    @ParameterizedTest
    @CsvSource({
        "  0, false,   0, false,   0, true",
        "  0, true,    0, true,    0, false",
        " 20, false,  20, false,   0, false",
        " 20, true,  -20, false,   0, false",
        "-20, false,   0, false, -20, false",
        "-20, true,    0, false,  20, false",
    })
    void shouldChangeThePriorityAsTheManualSays(
            int weight, boolean reverse, int up, boolean upIsFault, int down, boolean downIsFault) {
        assertThat(Effect.of(weight(weight, reverse), UP)).isEqualTo(new Effect(up, upIsFault));
        assertThat(Effect.of(weight(weight, reverse), DOWN)).isEqualTo(new Effect(down, downIsFault));
    }

    @ParameterizedTest
    @CsvSource({
        "  1, false,     7,   7, false",
        "  1, true,      7,  -7, false",
        " -3, false,     7, -21, false",
        " -3, true,      7,  21, false",
        "100, false,     7, 253, false",
        "-40, false,     7,   0, true",
        "  1, false,  -253, -253, false",
        "  1, false,  -254,   0, true",
        "254, false,    -1,   0, true",
        "  0, false,     0,   0, false",
        "  0, false,     7,   0, true",
        "  0, false,    -7,   0, true",
        "  0, true,      0,   0, true",
        "  0, true,      7,   0, false",
        "254, false, 2147483647, 253, false",
        "254, false, -2147483648, 0, true",
    })
    void shouldMultiplyTheNumberInAFile(int weight, boolean reverse, int number, int adjustment, boolean fault) {
        assertThat(Effect.of(weight(weight, reverse), new Reading.Value(number)))
                .isEqualTo(new Effect(adjustment, fault));
    }

    @Test
    void shouldWaitForTheFirstResultOnlyWhereDownMeansFault() {
        assertThat(Effect.of(weight(0, false), PENDING)).isEqualTo(new Effect(0, true));
        assertThat(Effect.of(weight(0, true), PENDING)).isEqualTo(new Effect(0, true));
        assertThat(Effect.of(weight(-50, false), PENDING)).isEqualTo(new Effect(0, false));
        assertThat(Effect.of(weight(50, false), PENDING)).isEqualTo(new Effect(0, false));
    }
}
