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

    /** getopt's string in keepalived 2.2.7: {@code vhlndu:DRS:f:p:i:es:mM::g::Gt::PCr:VXac:ITBb:xA:}. */
    @ParameterizedTest(name = "{0}, {1}: a value is {2}")
    @CsvSource({
        "-f, --use-file, needed",
        "-P, --vrrp, no",
        "-C, --check, no",
        "-B, --no_bfd, no",
        "'', --all, no",
        "-l, --log-console, no",
        "-D, --log-detail, no",
        "-S, --log-facility, needed",
        "-g, --log-file, optional",
        "'', --flush-log-file, no",
        "-G, --no-syslog, no",
        "-X, --release-vips, no",
        "-R, --dont-respawn, no",
        "-n, --dont-fork, no",
        "-d, --dump-conf, no",
        "-p, --pid, needed",
        "-r, --vrrp_pid, needed",
        "-c, --checkers_pid, needed",
        "-a, --address-monitoring, no",
        "-b, --bfd_pid, needed",
        "-s, --namespace, needed",
        "-e, --all-config, no",
        "-i, --config-id, needed",
        "-x, --snmp, no",
        "-A, --snmp-agent-socket, needed",
        "-u, --umask, needed",
        "-m, --core-dump, no",
        "-M, --core-dump-pattern, optional",
        "-t, --config-test, optional",
        "'', --perf, optional",
        "'', --no-mem-check, no",
        "'', --debug, optional",
    })
    void shouldTakeAValueWhereKeepalivedTakesOne(String letter, String name, String value) throws UsageException {
        for (String option : letter.isEmpty() ? List.of(name) : List.of(letter, name)) {
            boolean separate = value.equals("needed");
            assertThat(CommandLine.parse(List.of(option, "--config-test")).command())
                    .as("%s followed by --config-test", option)
                    .isEqualTo(separate ? Command.RUN : Command.CONFIG_TEST);
            String glued = option + (option.startsWith("--") ? "=x" : value.equals("no") ? "D" : "x");
            List<String> words = List.of(glued, "--config-test");
            if (value.equals("no") && option.startsWith("--")) {
                assertThatThrownBy(() -> CommandLine.parse(words))
                        .isInstanceOf(UsageException.class)
                        .hasMessageContaining(option + " takes no value: " + glued);
            } else {
                assertThat(CommandLine.parse(words).command()).as("%s", words).isEqualTo(Command.CONFIG_TEST);
            }
        }
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
