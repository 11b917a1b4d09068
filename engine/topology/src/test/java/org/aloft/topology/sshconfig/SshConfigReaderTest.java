package org.aloft.topology.sshconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problem;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.TopologyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ssh -G} says of the same files is compared in SshConfigIT; here stands what it cannot show. */
class SshConfigReaderTest {
    @TempDir
    private Path home;

    private final Problems problems = new Problems();

    @Test
    void shouldReadTheUsersFileBeforeTheMachinesAndIncludesBesideIt() throws Exception {
        write(".ssh/config", "Include conf.d/*\nUser of-the-user\n");
        write(".ssh/conf.d/a", "Port 2001\n");
        Path machine = write("machine", "Port 22\nUser of-the-machine\nHostKeyAlias all\n");
        SshConfigFiles files = new SshConfigFiles(List.of(home.resolve(".ssh/config"), machine), home, "me");

        assertThat(new SshConfigReader(files).optionsFor(web1(), problems))
                .extracting(option -> option.keyword() + " " + option.value())
                .containsExactly("Port 2001", "User of-the-user", "Port 22", "User of-the-machine", "HostKeyAlias all");
        problems.throwIfAny();
    }

    @Test
    void shouldTakeMissingFilesForEmptyOnes() throws Exception {
        assertThat(new SshConfigReader(SshConfigFiles.none(home, "me")).optionsFor(web1(), problems))
                .isEmpty();
        assertThat(new SshConfigReader(new SshConfigFiles(List.of(home.resolve("no")), home, "me"))
                        .optionsFor(web1(), problems))
                .isEmpty();
        assertThat(read("Include /no/such/file ~/no no\n")).isEmpty();
        problems.throwIfAny();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Match exec true            | config:1:1: Match: Aloft does not judge `Match exec`",
                "Match host web* exec true  | config:1:1: Match: Aloft does not judge `Match exec`",
                "Match exec true host web1  | config:1:1: Match: Aloft does not judge `Match exec`",
                "Match tagged blue          | config:1:1: Match: Aloft does not judge `Match tagged`",
                "Match host                 | config:1:1: Match: nothing follows the criterion host",
                "Match user me host web1 all | config:1:1: Match: `all` cannot stand beside other criteria",
                "Match                      | config:1:1: Match: Match needs a criterion",
                "Host \"web1                | config:1:1: Host: a quote is not closed: \"",
                "Include config             | config:1:1: Include: Include goes too deep",
            })
    void shouldSayWhatItCannotJudgeWhereItDecides(String line, String message) throws Exception {
        write(".ssh/config", line + "\n");
        SshConfigFiles files = new SshConfigFiles(List.of(home.resolve(".ssh/config")), home, "me");
        new SshConfigReader(files).optionsFor(web1(), problems);

        assertThat(told()).singleElement().satisfies(problem -> {
            assertThat(problem.toString()).contains(message);
            assertThat(problem.fix().orElseThrow()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({"Match exec true host db1", "Match !host web1 exec true", "Match user other exec true", "Host db1"})
    void shouldNotMindWhatDoesNotApply(String line) throws Exception {
        assertThat(read(line + "\nMade up\n")).isEmpty();
        problems.throwIfAny();
    }

    @Test
    void shouldReadNoFileWhenNoneIsNamed() throws Exception {
        write(".ssh/config", "Port 1\n");
        Located<String> none = new Located<>("none", Position.wholeFile(home), "ansible_ssh_common_args");
        assertThat(new SshConfigReader(SshConfigFiles.of(home, "me")).optionsFor(web1(), none, problems))
                .isEmpty();
    }

    @Test
    void shouldMatchPatternsInFewSteps() {
        String stars = "*a".repeat(2000) + "b";
        assertThat(SshPattern.matches(stars, "a".repeat(4000))).isFalse();
        assertThat(SshPattern.matches("*?b*", "aab")).isTrue();
        assertThat(SshPattern.matches("", "")).isTrue();
        assertThat(SshPattern.matches("?", "")).isFalse();
    }

    private static SshDestination web1() {
        return new SshDestination("web1", Optional.empty(), Optional.empty());
    }

    private List<SshConfigOption> read(String text) throws Exception {
        Path file = write("own", text);
        return new SshConfigReader(SshConfigFiles.none(home, "me"))
                .optionsFor(web1(), new Located<>(file.toString(), Position.wholeFile(file), ""), problems);
    }

    private List<Problem> told() {
        try {
            problems.throwIfAny();
            return List.of();
        } catch (TopologyException e) {
            return e.problems();
        }
    }

    private Path write(String name, String text) throws Exception {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
