package org.aloft.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aloft.lab.Packages;
import org.aloft.ssh.ScriptResult;
import org.aloft.verify.observe.ArpScript;
import org.aloft.verify.observe.HostScript;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShellcheckTest {
    static Stream<String> scripts() throws IOException {
        Path timer = Path.of("src/main/resources/org/aloft/verify/drill/undo-timer.sh");
        return Stream.of(
                HostScript.text(),
                ArpScript.text(InetAddress.getLoopbackAddress(), List.of("02:00:00:00:00:64")),
                Files.readString(timer));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void shouldFindNothingToComplainAbout(String script) {
        Packages.provide("shellcheck", "/usr/bin/shellcheck");
        // SC2154, SC2329: a function's values and its call stand in what is put around it.
        ScriptResult result = Sh.run(
                script,
                Map.of(),
                "shellcheck",
                "-s",
                "sh",
                "-o",
                "quote-safe-variables",
                "-e",
                "SC2154,SC2329,SC2317",
                "-");
        assertThat(result.output() + result.errors()).isEmpty();
    }
}
