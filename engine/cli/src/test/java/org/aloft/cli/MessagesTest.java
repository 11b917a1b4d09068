package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a person gets who types or writes something wrong: what, where, the way out, and exit status 64. Standard output
 * stays empty, so that a script which reads it is not led astray.
 */
class MessagesTest {
    @TempDir
    private Path folder;

    private Path topology;

    @BeforeEach
    void copyTheExample() throws IOException {
        Path example = Path.of(System.getProperty("aloft.home"), "inventories/lvs-dr");
        for (String name : List.of("topology.yml", "hosts.ini")) {
            Files.copy(example.resolve(name), folder.resolve(name));
        }
        topology = folder.resolve("topology.yml");
    }

    @Test
    void shouldFindNoMistakeInTheExample() {
        Invocation told = Invocation.of("validate", folder.toString());

        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(told.out()).contains("5 hosts, 1 VRRP instance, 1 virtual service: no mistakes found");
        assertThat(told.err()).isEmpty();
    }

    @Test
    void shouldReadAFileOfExtraVariablesAsAnsibleDoes() throws IOException {
        Path variables = Files.writeString(folder.resolve("vars.yml"), "--no-such-option: 1\nansible_port: 2222\n");

        Invocation told = Invocation.of("validate", folder.toString(), "-e", "@" + variables, "-e", "a=1 b=2");

        assertThat(told.status()).as(told.toString()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan --jsn               | Unknown option: '--jsn'              | --json",
                "plam                     | Unmatched argument                   | Did you mean: aloft plan",
                "plan --forks many        | '--forks': 'many' is not an int      | aloft plan --help",
                "plan --forks 0 HERE      | must be 1 or more: 0                 | leave them out",
                "plan --timeout           | Missing required parameter           | aloft plan --help",
                "plan HERE --limit lvs3   | no host and no group is called lvs3  | Did you mean `lvs1`?",
                "verify HERE --checks --drill fire | there is no drill called fire | they are handover, crash",
                "verify HERE --drill fire | there is no drill called fire        | they are handover, crash, real-server",
                "validate HERE -e @no.yml | there is no such file: no.yml        | It is looked for in",
                "validate HERE -k         | there is no terminal                 | use a key",
                "plan                     | no topology: there is no topology.yml in this folder | aloft plan inventories/lvs-dr",
                "lab                      | up, down, status, ssh, off, on, reset | aloft lab --help",
                "schema plam              | there is no schema called plam       | they are topology, apply, error, history",
                "graph HERE -o a.png      | must end in .svg: a.png              | -o a.png.svg",
                "init HERE                | topology.yml is there already        | aloft init NEW",
                "init HERE/new            | there is no terminal; what no option says: --vip, --director, --server | aloft init",
                "lab up HERE --kernel own | expected one of [AUTO, NATIVE, UML]  | aloft lab up --help"
            })
    void shouldNameTheWayOutOfACommandLineThatItDoesNotUnderstand(String line, String what, String wayOut) {
        Invocation told = Invocation.of(line.replace("HERE", folder.toString()).split(" +", -1));

        assertRefused(told, what, wayOut);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "an unknown key     | scheduler: rr           | schedular: rr           | 17:5: services.web.schedular: unknown key | Did you mean `scheduler`?",
                "an unknown host    | lvs2: 90                | lsv2: 90                | 9:26: instances.VI_1.members.lsv2         | Did you mean `lvs2`?",
                "a priority too big | lvs1: 100               | lvs1: 300               | 9:21: instances.VI_1.members.lvs1: priority must be 1..255: priority=300 | Give the preferred director",
                "two VIPs alike     | vips: [192.168.100.10]  | vips: [192.168.100.10, 192.168.100.10] | 10:28: instances.VI_1.vips: a VIP must be held by one instance, once | Remove one of the two",
                "no YAML            | members: {lvs1: 100     | members: {lvs1: 100]    | is not YAML                               | Check brackets, quotes and indentation"
            })
    void shouldPointAtAMistakeInTheTopology(String mistake, String right, String wrong, String what, String wayOut)
            throws IOException {
        String text = Files.readString(topology);
        assertThat(text).as(mistake).contains(right);
        Files.writeString(topology, text.replace(right, wrong));

        for (String command : List.of("validate", "plan", "status", "verify")) {
            Invocation told = Invocation.of(command, topology.toString());
            assertRefused(told, what, wayOut == null ? "" : wayOut);
            assertThat(told.err()).containsPattern("(?m)^" + topology + ":\\d+:\\d+: ");
        }
    }

    @Test
    void shouldTellEveryMistakeInOneGo() throws IOException {
        Files.writeString(
                topology,
                Files.readString(topology)
                        .replace("scheduler: rr", "schedular: rr")
                        .replace("lvs1: 100", "lvs1: 300"));

        Invocation told = Invocation.of("plan", topology.toString());

        assertRefused(told, "2 mistakes in what was read; no host was contacted", "");
        assertThat(told.err()).contains("schedular", "priority=300");
    }

    @Test
    void shouldSayWhereItLookedForAFileThatIsMissing() {
        Path missing = folder.resolve("gone.ini");

        assertRefused(Invocation.of("validate", folder.resolve("none.yml").toString()), "none.yml", folder.toString());
        assertRefused(Invocation.of("validate", topology.toString(), "-i", missing.toString()), "gone.ini", "no such");
    }

    @Test
    void shouldShowWhereAnErrorCameFromOnlyWhenAskedTo() {
        String missing = folder.resolve("none.yml").toString();

        assertThat(Invocation.of("validate", missing).err()).doesNotContain("\tat ");
        assertThat(Invocation.of("validate", "--debug", missing).err()).contains("\tat org.aloft.");
    }

    @Test
    void shouldSayWhatItCanDoWhenToldNothing() {
        Invocation told = Invocation.of();

        assertRefused(told, "Usage: aloft", "sudo aloft demo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init",
                "import",
                "validate",
                "graph",
                "schema",
                "plan",
                "apply",
                "destroy",
                "verify",
                "status",
                "history",
                "unlock",
                "demo",
                "lab"
            })
    void shouldShowAnExampleInTheHelpOfEveryCommand(String command) {
        Invocation told = Invocation.of(command, "--help");

        assertThat(told.status()).isZero();
        assertThat(told.out()).startsWith("Usage: aloft " + command).contains("Example", "aloft " + command);
        assertThat(told.err()).isEmpty();
    }

    @Test
    void shouldExplainItsExitCodesOnLinesThatFit() {
        Invocation told = Invocation.of("--help");

        assertThat(told.status()).isZero();
        assertThat(told.out()).contains("2 changes pending", "130 interrupted", "Try it here first:  sudo aloft demo");
        assertThat(told.out().lines()).allMatch(line -> line.length() <= 100);
    }

    private static void assertRefused(Invocation told, String what, String wayOut) {
        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.USAGE.status());
        assertThat(told.err()).contains(what, wayOut).doesNotContain("\tat ", "Exception");
        assertThat(told.out()).isEmpty();
    }

    @Test
    void shouldFindAMissingValueOfATemplateWithoutAskingAHost() throws IOException {
        Path templates = Files.createDirectory(folder.resolve("templates"));
        Files.writeString(templates.resolve("aloftd.conf.ftl"), "# mine\n${nothing}\n");

        Invocation told = Invocation.of("validate", folder.toString());

        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.USAGE.status());
        assertThat(told.err()).contains("templates/aloftd.conf.ftl:2:3: there is no value called nothing");
    }

    @Test
    void shouldWarnOfATemplateThatNobodyReads() throws IOException {
        Path templates = Files.createDirectory(folder.resolve("templates"));
        Files.writeString(templates.resolve("haproxy.conf.ftl"), "mine\n");

        Invocation told = Invocation.of("validate", "--json", folder.toString());

        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(told.err()).contains("haproxy.conf.ftl: warning: ", "Did you mean `haproxy.cfg.ftl`?");
        assertThat(told.out()).contains("\"unused-template\"");
    }

    @Test
    void shouldNameAFileAmongTheTemplatesThatNobodyReads() throws IOException {
        Path templates = Files.createDirectory(folder.resolve("templates"));
        Files.writeString(templates.resolve("aloftd.conf.tfl"), "mine\n");

        Invocation told = Invocation.of("validate", folder.toString());

        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.USAGE.status());
        assertThat(told.err()).contains("aloftd.conf.tfl", ".ftl");
    }
}
