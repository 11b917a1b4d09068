package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.topology.problem.TopologyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder below {@code resources/bad} holds a topology and, in {@code problems.txt}, all that is told about it.
 * Run with {@code -Daloft.golden=write} to write what is told now, then read the difference.
 */
class BadTopologiesTest {
    private static final Path BAD = Path.of("src/test/resources/bad");

    static Stream<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(BAD)) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void shouldTellEveryMistakeInOneGo(Path folder) throws IOException {
        String told = problemsOf(folder.resolve("topology.yml"))
                .replace(folder.toAbsolutePath().toString(), "FOLDER")
                .replace(folder + "/", "");
        Path golden = folder.resolve("problems.txt");
        if ("write".equals(System.getProperty("aloft.golden"))) {
            Files.writeString(golden, told);
        }
        assertThat(told).isEqualTo(Files.readString(golden));
    }

    @Test
    void shouldSayWhyAFileCannotBeRead(@TempDir Path folder) throws IOException {
        Path latin = Files.write(folder.resolve("latin.yml"), new byte[] {'a', ':', ' ', (byte) 0xe4});
        Files.writeString(folder.resolve("other.yaml"), "a: 1\n");
        assertThat(problemsOf(folder.resolve("other.yml"))).contains("other.yaml stands beside it", "Name that one");
        assertThat(problemsOf(folder.resolve("none.yml"))).contains("[no-such-file]", "there is no such file");
        assertThat(problemsOf(folder)).contains("[not-a-file]", "is a directory");
        assertThat(problemsOf(latin)).contains("[not-utf-8]", "iconv");
    }

    private static String problemsOf(Path topology) {
        TopologyException thrown =
                catchThrowableOfType(TopologyException.class, () -> new TopologyReader().read(topology));
        return thrown.problems().stream()
                .map(problem -> "[" + problem.code() + "] " + problem + "\n")
                .collect(Collectors.joining());
    }
}
