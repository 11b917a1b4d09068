package org.aloft.agent.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumTest {
    @ParameterizedTest(name = "quorum {0}, hysteresis {1}, had it: {2}, weight {3}: has it: {4}")
    @CsvSource({
        "1, 0, true,  1, true",
        "1, 0, true,  0, false",
        "1, 0, false, 0, false",
        "1, 0, false, 1, true",
        "5, 2, true,  3, true",
        "5, 2, true,  2, false",
        "5, 2, false, 5, false",
        "5, 2, false, 6, false",
        "5, 2, false, 7, true",
    })
    void shouldBeGainedAboveAndLostBelowByTheHysteresis(
            int least, int hysteresis, boolean before, long weight, boolean now) {
        assertThat(new Quorum(least, hysteresis).isMet(before, weight)).isEqualTo(now);
    }

    @Test
    void shouldBeMeasuredByTheNominalQuorumAtFirst() {
        assertThat(new Quorum(5, 2).isMetAtFirst(5)).isTrue();
        assertThat(new Quorum(5, 2).isMetAtFirst(4)).isFalse();
    }

    @Test
    void shouldRefuseAHysteresisThatWouldKeepAQuorumOfNothing() {
        assertThatThrownBy(() -> new Quorum(2, 2)).hasMessageContaining("hysteresis 0..1");
    }
}
