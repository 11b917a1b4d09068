package org.aloft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    @Test
    void shouldTellWhichPartOfTheWantedTimeWasStolen() {
        ProcessorTime before = ProcessorTime.of("cpu  10 0 10 1000 50 0 0 5 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n");
        ProcessorTime after = ProcessorTime.of("cpu  30 10 30 9000 90 5 5 35 0 0\ncpu0 2 2 2 2 2 2 2 2 0 0\n");

        assertThat(after.since(before)).isEqualTo(new ProcessorTime(60, 30));
        assertThat(after.since(before).stolenShare()).isEqualTo(1.0 / 3);
    }

    @Test
    void shouldReadThisMachines() {
        assertThat(ProcessorTime.now().used()).isPositive();
    }
}
