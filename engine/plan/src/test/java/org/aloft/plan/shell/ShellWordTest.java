package org.aloft.plan.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShellWordTest {
    @ParameterizedTest
    @MethodSource("org.aloft.plan.shell.HostileValues#all")
    void shouldReachTheShellUnchanged(String value) {
        for (String shell : List.of("dash", "bash")) {
            Shell.Outcome outcome = Shell.run("printf '%s' " + ShellWord.quote(value) + "\n", shell);
            assertThat(outcome.output()).isEqualTo(value);
        }
    }

    @org.junit.jupiter.api.Test
    void shouldRefuseANulCharacter() {
        assertThatThrownBy(() -> ShellWord.quote("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }
}
