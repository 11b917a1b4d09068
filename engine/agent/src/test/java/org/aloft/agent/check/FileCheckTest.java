package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.aloft.agent.config.FileCheckBlock;
import org.aloft.agent.config.TrackWeight;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row was watched in keepalived 2.2.7. */
class FileCheckTest {
    @ParameterizedTest
    @CsvSource({
        // number in the file, weight of the check, reverse, up, added to the weight
        "0,           1,  false, true,  0",
        "3,           1,  false, true,  3",
        "-10,         1,  false, true,  -10",
        "-2147483648, 1,  false, false, 0",
        "-2,          2,  true,  true,  4",
        "1,           2,  true,  true,  -2",
        "-2147483648, 2,  true,  true,  2147483647",
        "0,           0,  false, true,  0",
        "3,           0,  false, false, 0",
        "0,           0,  true,  false, 0",
        "3,           0,  true,  true,  0",
    })
    void shouldTurnANumberIntoAWeightOrAFailure(int number, int factor, boolean reverse, boolean up, int added) {
        TrackWeight own = new TrackWeight(factor, reverse);
        TrackWeight other = new TrackWeight(77, false);
        ProbeOutcome outcome = FileCheck.outcome(
                new FileCheckBlock("load", Optional.of(own)), new WatchedFiles.Reading(number, other));
        assertThat(outcome.passed()).isEqualTo(up);
        assertThat(outcome.reason()).isEqualTo("track_file load says " + number);
        if (up) {
            assertThat(outcome.weight().change(5)).isEqualTo(added);
        }
        ProbeOutcome byDefault =
                FileCheck.outcome(new FileCheckBlock("load", Optional.empty()), new WatchedFiles.Reading(number, own));
        assertThat(byDefault).isEqualTo(outcome);
    }
}
