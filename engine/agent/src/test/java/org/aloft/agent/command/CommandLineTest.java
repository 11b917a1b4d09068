package org.aloft.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.command.CommandLine.Command;
import org.aloft.agent.command.CommandLine.UsageException;
import org.aloft.agent.config.text.Parts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @Test
    void shouldRunWithTheDefaults() throws UsageException {
        CommandLine line = CommandLine.parse(List.of());
        assertThat(line.command()).isEqualTo(Command.RUN);
        assertThat(line.file()).isEqualTo(Path.of("/etc/aloft/aloftd.conf"));
        assertThat(line.statusSocket()).isEqualTo(Path.of("/run/aloft/aloftd.sock"));
        assertThat(line.http().orElseThrow().getPort()).isEqualTo(9753);
        assertThat(line.http().orElseThrow().getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void shouldTakeEveryOption() throws UsageException {
        CommandLine line = CommandLine.parse(List.of("-t", "-f", "x.conf", "--run-directory", "/r", "--http", "off"));
        assertThat(line.command()).isEqualTo(Command.CONFIG_TEST);
        assertThat(line.file()).isEqualTo(Path.of("x.conf"));
        assertThat(line.journal()).isEqualTo(Path.of("/r/vips"));
        assertThat(line.http()).isEmpty();
    }

    @Test
    void shouldTakeKeepalivedsOptionsInAllTheirSpellings() throws UsageException {
        CommandLine line =
                CommandLine.parse(List.of("-nlDP", "-fx.conf", "--config-id=main", "--pid", "/run/k.pid", "-e"));
        assertThat(line.command()).isEqualTo(Command.RUN);
        assertThat(line.file()).isEqualTo(Path.of("x.conf"));
        assertThat(line.surroundings().configurationId()).isEqualTo("main");
        assertThat(line.surroundings().parts()).isEqualTo(Parts.VRRP);
        assertThat(line.surroundings().everyIncludeMustExist()).isTrue();
        assertThat(line.notes())
                .hasSize(4)
                .contains("-n does nothing here: aloftd always stays in the foreground")
                .last()
                .asString()
                .startsWith("--pid does nothing here: aloftd writes no files with process numbers");
    }

    @Test
    void shouldKeepRunsInSeveralNamespacesApart() throws UsageException {
        CommandLine line = CommandLine.parse(List.of("-sblue"));
        assertThat(line.surroundings().namespace()).contains("blue");
        assertThat(line.lock()).isEqualTo(Path.of("/run/aloft/blue/aloftd.lock"));
        assertThat(CommandLine.parse(List.of())
                        .inNamespace(Optional.of("green"))
                        .lock())
                .as("named by the file")
                .isEqualTo(Path.of("/run/aloft/green/aloftd.lock"));
        assertThat(CommandLine.parse(List.of("--run-directory", "/r", "--namespace=blue"))
                        .inNamespace(Optional.of("blue"))
                        .lock())
                .isEqualTo(Path.of("/r/aloftd.lock"));
    }

    @Test
    void shouldTestTheTextAloneWhenToldTo() throws UsageException {
        CommandLine line = CommandLine.parse(List.of("--syntax", "--config-test=/tmp/out"));
        assertThat(line.command()).isEqualTo(Command.SYNTAX_TEST);
        assertThat(line.testOutput()).contains(Path.of("/tmp/out"));
        assertThat(CommandLine.parse(List.of("-t")).testOutput()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "-V           | -V is not supported: aloftd always gives its VIPs back when it stops; leave the option out; see: aloftd --help",
                "--vrrp=3     | --vrrp takes no value: --vrrp=3; see: aloftd --help",
                "-p           | -p needs a value; see: aloftd --help",
                "-s ../blue   | --namespace must be a name as ip netns list has it, without a path: ../blue; see: aloftd --help",
                "--frobnicate | unknown argument: --frobnicate; see: aloftd --help",
                "-f           | -f needs a value; see: aloftd --help",
                "--http 70000 | --http must be a port 0..65535, or off: 70000; see: aloftd --help",
            })
    void shouldRefuseWhatItDoesNotUnderstand(String arguments, String message) {
        assertThatThrownBy(() -> CommandLine.parse(List.of(arguments.split(" ", -1))))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void shouldTakeFurtherNamesForItsPages() throws UsageException {
        assertThat(CommandLine.parse(List.of("--http-host", "lvs1.example.org", "--http-host=status.example.org"))
                        .httpHosts())
                .containsExactlyInAnyOrder("lvs1.example.org", "status.example.org");
        assertThat(CommandLine.parse(List.of()).httpHosts()).isEmpty();
    }
}
