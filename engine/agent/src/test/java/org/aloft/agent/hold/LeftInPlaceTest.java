package org.aloft.agent.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftInPlaceTest {
    private static final long UNTIL = 5_000_000_000L;
    private static final LeftInPlace LEFT =
            new LeftInPlace(Set.of("VI_1", "VI 2"), Set.of("192.0.2.21:80 of TCP 192.0.2.10:80"), UNTIL);

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("in-place");
    }

    @Test
    void shouldBeTakenOnce() throws Exception {
        LEFT.leave(file());
        assertThat(LeftInPlace.take(file(), UNTIL - 1)).isEqualTo(LEFT);
        assertThat(LeftInPlace.take(file(), UNTIL - 1)).isEqualTo(LeftInPlace.NOTHING);
    }

    @Test
    void shouldSayNothingWhenItIsTooLate() throws Exception {
        LEFT.leave(file());
        assertThat(LeftInPlace.take(file(), UNTIL)).isEqualTo(LeftInPlace.NOTHING);
        assertThat(file()).doesNotExist();
    }

    @Test
    void shouldHoldOnlyWhatWasLeftAndInTime() {
        assertThat(LEFT.holds("VI_1", UNTIL - 1)).isTrue();
        assertThat(LEFT.holds("VI_1", UNTIL)).isFalse();
        assertThat(LEFT.holds("VI_3", 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon\ninstance VI_1\n", "99999999999999999999\n", "\n"})
    void shouldSayNothingWhenItCannotBeRead(String text) throws Exception {
        Files.writeString(file(), text);
        assertThat(LeftInPlace.take(file(), 0)).isEqualTo(LeftInPlace.NOTHING);
        assertThat(file()).doesNotExist();
    }
}
