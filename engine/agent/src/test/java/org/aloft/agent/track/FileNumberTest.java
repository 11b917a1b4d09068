package org.aloft.agent.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNumberTest {
    @Test
    void shouldReadTheFirstNumber() {
        assertThat(FileNumber.parse("7").number()).isEqualTo(7);
        assertThat(FileNumber.parse("  -12\n").number()).isEqualTo(-12);
        assertThat(FileNumber.parse("+3 is the load\nmore").number()).isEqualTo(3);
        assertThat(FileNumber.parse("-2147483648").number()).isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void shouldTakeAnEmptyFileForZero() {
        assertThat(FileNumber.parse(" \n").number()).isZero();
        assertThat(FileNumber.parse("").complaint()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "7x",
                "0x10",
                "--1",
                "2147483648",
                "-2147483649",
                "99999999999999999999",
                "\u0000\u0001"
            })
    void shouldCountWhatIsNoNumberAsZeroAndSaySo(String text) {
        FileNumber found = FileNumber.parse(text);
        assertThat(found.number()).isZero();
        assertThat(found.complaint()).isPresent();
        assertThat(found.complaint().get()).doesNotContainPattern("\\p{Cntrl}");
    }
}
