package org.aloft.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateCommandTest {
    private static final Path CASES = Path.of("src/test/resources/org/aloft/agent/simulate/cases");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int simulate(String... arguments) throws CommandLine.UsageException {
        return SimulateCommand.run(List.of(arguments), new PrintStream(out), new PrintStream(err));
    }

    private static String file(String name) {
        return CASES.resolve(name).toString();
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldEndWith0WhenAllIsFine() throws Exception {
        assertThat(simulate(file("healthy/a.conf"), file("healthy/b.conf"), "--seeds", "3"))
                .isZero();
        assertThat(said())
                .contains(
                        "crash of ", "pause of ", " loses its link", "half of all adverts", " comes back after a stop")
                .endsWith("2 routers: fine\n");
        assertThat(err.size()).isZero();
    }

    @Test
    void shouldEndWith1WhenAPropertyDoesNotHold() throws Exception {
        String folder = "version-mixed/";
        assertThat(simulate(
                        "--scenario", "crash", "stop", file(folder + "a.conf"), file(folder + "b.conf"), "--seeds=3"))
                .isEqualTo(1);
        assertThat(said()).contains("crash of ", "stop of ", "[two-holders]").doesNotContain("pause of ");
    }

    @Test
    void shouldEndWith1WhenAFileIsInError() throws Exception {
        assertThat(simulate(file("healthy/a.conf"), file("healthy/missing.conf")))
                .isEqualTo(1);
        assertThat(said()).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("1 of 2 files refused; mend them first\n");
    }

    @Test
    void shouldPrintJson() throws Exception {
        assertThat(simulate(file("healthy/a.conf"), file("healthy/b.conf"), "--seeds", "1", "--json"))
                .isZero();
        assertThat(said()).startsWith("{").endsWith("}\n");
    }

    @Test
    void shouldExplainItself() throws Exception {
        assertThat(simulate("--help")).isZero();
        assertThat(said()).isEqualTo(SimulateCommand.HELP);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--json                    | FILE is missing",
                "a.conf --seeds            | --seeds needs a value",
                "a.conf --seeds 0          | --seeds must be a whole number 1..100000: 0",
                "a.conf --frobnicate       | unknown argument: --frobnicate",
                "a.conf --scenario         | --scenario needs a value",
                "a.conf --scenario earthquake | --scenario must be one of crash, stop, pause, link-loss, half-of-adverts, script-fail, comes-back: earthquake",
            })
    void shouldRefuseOptionsThatMakeNoSense(String options, String message) {
        assertThatThrownBy(() -> simulate(options.split(" ", -1)))
                .isInstanceOf(CommandLine.UsageException.class)
                .hasMessage(message + "; see: aloftd simulate --help");
    }
}
