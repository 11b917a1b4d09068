package org.aloft.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcceptBackOffTest {
    private static final long NOW = -5;

    private final AcceptBackOff backOff = new AcceptBackOff("test");

    @Test
    void shouldHoldNobodyUpWhileNothingFails() {
        assertThat(backOff.orSooner(NOW + 1)).isEqualTo(NOW + 1);
        assertThat(backOff.takeIsOver(NOW)).isFalse();
    }

    @Test
    void shouldTryAgainOnceAfterAPause() {
        long again = backOff.failed("Too many open files", NOW);
        assertThat(again).isGreaterThan(NOW);
        assertThat(backOff.orSooner(again + 1)).isEqualTo(again);
        assertThat(backOff.orSooner(NOW)).isEqualTo(NOW);
        assertThat(backOff.takeIsOver(again - 1)).isFalse();
        assertThat(backOff.takeIsOver(again)).isTrue();
        assertThat(backOff.takeIsOver(again)).as("once").isFalse();
    }

    @Test
    void shouldForgetThePauseOnceOneIsAccepted() {
        long again = backOff.failed("Too many open files", NOW);
        backOff.accepted();
        assertThat(backOff.takeIsOver(again)).isFalse();
    }
}
