package org.aloft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptTest {
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BEAT", "WHOLE_STATE"}) // not shell; LabIT runs them
    void shouldPassShellcheck(Script script, @TempDir Path folder) throws IOException {
        Packages.provide("shellcheck", "/usr/bin/shellcheck");
        Path file = Files.writeString(folder.resolve(script.fileName()), script.text());
        Command.Result result = Command.run(Duration.ofMinutes(1), List.of("shellcheck", file.toString()));
        assertThat(result.output()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }
}
