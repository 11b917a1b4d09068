package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README says in its languages can be typed, and what it points to is there. */
class ReadmeTest {
    private static final Path HOME = Path.of("../..");

    /** In a code span, or on a line of a block; what follows {@code #} is a comment there. */
    private static final Pattern COMMAND = Pattern.compile(
            "`(?:sudo )?(?:\\./)?aloft ([^`]+)`|^(?:    |\\$ )(?:sudo )?\\./aloft ([^#\n]+)", Pattern.MULTILINE);

    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern TOPOLOGY = Pattern.compile("```yaml\n(inventory:.*?)```", Pattern.DOTALL);

    static Stream<Path> readmes() {
        return Stream.of(HOME.resolve("README.md"), HOME.resolve(".github/README.zh-CN.md"));
    }

    private static List<String> found(Pattern pattern, Path readme) throws IOException {
        List<String> all = new ArrayList<>();
        Matcher matcher = pattern.matcher(Files.readString(readme));
        while (matcher.find()) {
            all.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return all;
    }

    /** With {@code --help} behind it, a command line is read as a whole, and then nothing is done. */
    @ParameterizedTest
    @MethodSource("readmes")
    void shouldHaveCommandsThatAloftKnows(Path readme) throws IOException {
        List<String> commands = found(COMMAND, readme);
        assertThat(commands).hasSizeGreaterThan(10).allSatisfy(command -> {
            List<String> words = new ArrayList<>(List.of(command.trim().split("\\s+")));
            words.add("--help");
            assertThat(Invocation.of(words.toArray(String[]::new)).status())
                    .as(command)
                    .isZero();
        });
    }

    @ParameterizedTest
    @MethodSource("readmes")
    void shouldPointToWhatIsThere(Path readme) throws IOException {
        assertThat(found(LINK, readme))
                .hasSizeGreaterThan(10)
                .allSatisfy(link -> assertThat(readme.resolveSibling(link)).exists());
    }

    @ParameterizedTest
    @MethodSource("readmes")
    void shouldHaveATopologyThatIsOne(Path readme, @TempDir Path folder) throws IOException {
        List<String> topologies = found(TOPOLOGY, readme);
        assertThat(topologies).hasSize(1);
        Files.copy(HOME.resolve("inventories/lvs-dr/hosts.ini"), folder.resolve("hosts.ini"));
        Files.writeString(folder.resolve("topology.yml"), topologies.get(0));
        Invocation validated = Invocation.of("validate", folder.toString());
        assertThat(validated.status()).as(validated.toString()).isZero();
    }
}
