package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aloft.lab.Packages;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts at the repository's root are POSIX sh without a known trap. */
class LauncherTest {
    private static final Path HOME = Path.of(System.getProperty("aloft.home"));

    @ParameterizedTest
    @ValueSource(strings = {"aloft", ".ci/run"})
    void shouldPassShellcheck(String script) throws IOException, InterruptedException {
        Packages.provide("shellcheck", "/usr/bin/shellcheck");

        assertThat(run("shellcheck", HOME.resolve(script).toString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aloft", ".ci/run"})
    void shouldBeUnderstoodByThePlainestShell(String script) throws IOException, InterruptedException {
        assertThat(Files.isExecutable(HOME.resolve(script))).isTrue();
        assertThat(Files.readString(HOME.resolve(script))).startsWith("#!/bin/sh\n");
        assertThat(run("sh", "-n", HOME.resolve(script).toString())).isEmpty();
    }

    /** What it printed on either stream; it must succeed. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
