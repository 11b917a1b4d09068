package org.aloft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aloft.bench.AdvertGaps.Gap;
import org.aloft.bench.Beat.Late;
import org.junit.jupiter.api.Test;

class AdvertGapsTest {
    private static final Gap GAP = new Gap(100.000, 100.035);

    @Test
    void shouldBeLateAfterThreeIntervals() {
        List<Gap> gaps = AdvertGaps.between(List.of(heard(1.00), heard(1.01), heard(1.05)));

        assertThat(gaps).extracting(Gap::isLate).containsExactly(false, true);
    }

    @Test
    void shouldBeTheMachinesWhenAProcessorStoodStillMeanwhile() {
        assertThat(GAP.isTheMachines(List.of(new Late(50, 1), Late.of("100.0301 0.0200"))))
                .isTrue();
    }

    @Test
    void shouldBeOurOwnWhenTheProcessorsRan() {
        Late slightly = new Late(100.020, 0.010);
        Late before = new Late(99.999, 0.050);
        Late after = new Late(100.095, 0.050);

        assertThat(GAP.isTheMachines(List.of(slightly, before, after))).isFalse();
    }

    private static Adverts.Heard heard(double at) {
        return new Adverts.Heard(at, "192.0.2.1", 10, 200);
    }
}
