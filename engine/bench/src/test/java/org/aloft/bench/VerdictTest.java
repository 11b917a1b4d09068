package org.aloft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final List<Double> KEEPALIVED = List.of(2900.0, 2912.0, 2916.0, 2917.0, 2921.0, 2930.0);

    @Test
    void shouldCallADifferenceWithinTheRoundsATie() {
        List<Double> aMillisecondMore = KEEPALIVED.stream().map(gap -> gap + 1).toList();

        assertThat(Verdict.noHigher(List.of(aMillisecondMore, KEEPALIVED))).isEqualTo(Verdict.TIE);
    }

    @Test
    void shouldMissWhatTheRoundsDoNotExplain() {
        List<Double> much = KEEPALIVED.stream().map(gap -> gap + 30).toList();

        assertThat(Verdict.noHigher(List.of(much, KEEPALIVED))).isEqualTo(Verdict.MISSED);
        assertThat(Verdict.noHigher(List.of(List.of(2.0), List.of(1.9)))).isEqualTo(Verdict.MISSED);
    }

    /** Three rounds say little, but not nothing. */
    @Test
    void shouldKnowTheSpreadOfThreeRounds() {
        List<Double> three = List.of(2915.9, 2916.6, 2917.1);

        assertThat(Verdict.noHigher(List.of(three, List.of(2915.8, 2916.2, 2916.9))))
                .isEqualTo(Verdict.TIE);
        assertThat(Verdict.noHigher(List.of(three, List.of(2910.1, 2910.2, 2910.3))))
                .isEqualTo(Verdict.MISSED);
    }

    @Test
    void shouldReachWhatIsNoHigher() {
        assertThat(Verdict.noHigher(List.of(KEEPALIVED, KEEPALIVED))).isEqualTo(Verdict.REACHED);
    }

    /** One slow round is no reason to forgive all. */
    @Test
    void shouldNotTakeOneOutlierForASpread() {
        List<Double> outlier = List.of(2950.0, 2951.0, 2952.0, 2953.0, 2954.0, 9000.0);

        assertThat(Verdict.noHigher(List.of(outlier, KEEPALIVED))).isEqualTo(Verdict.MISSED);
    }
}
