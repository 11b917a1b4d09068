package org.aloft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which processors have more registers than User-Mode Linux knows. That guests start there, {@link LabIT} shows. */
class GuestStateTest {
    @Test
    void shouldKnowProcessorsWithTiles() {
        assertThat(GuestState.isLarge("processor\t: 0\nflags\t\t: fpu avx512f amx_bf16 amx_tile amx_int8 flush_l1d\n"))
                .isTrue();
        assertThat(GuestState.isLarge("processor\t: 0\nflags\t\t: fpu avx512f pku ospke flush_l1d\n"))
                .isFalse();
        assertThat(GuestState.isLarge("")).isFalse();
    }
}
