package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.topology.problem.Problem;
import org.aloft.topology.problem.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is hardly meant is told, and stops nobody: each folder of {@code resources/doubtful} is named after a code, and
 * its {@code problems.txt} is all that is told about the topology beside it. Run with {@code -Daloft.golden=write} to
 * write what is told now, then read the difference.
 */
class LintTest {
    private static final Path DOUBTFUL = Path.of("src/test/resources/doubtful");
    private static final Path BAD = Path.of("src/test/resources/bad");

    static Stream<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(DOUBTFUL)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void shouldWarnAndReadOn(Path folder) throws Exception {
        TopologyReader.Reading reading =
                new TopologyReader().read(folder.resolve("topology.yml"), List.of(), Map.of(), List.of());
        assertThat(reading.topology().instances()).isNotEmpty();
        String told = reading.warnings().stream()
                .map(problem -> "[" + problem.code() + "] " + problem + "\n")
                .collect(Collectors.joining())
                .replace(folder + "/", "");
        Path golden = folder.resolve("problems.txt");
        if ("write".equals(System.getProperty("aloft.golden"))) {
            Files.writeString(golden, told);
        }
        assertThat(told).isEqualTo(Files.readString(golden));
        assertThat(reading.warnings())
                .allSatisfy(warning -> assertThat(warning.severity()).isEqualTo(Severity.WARNING))
                .extracting(Problem::code)
                .containsOnly(folder.getFileName().toString());
    }

    @Test
    void shouldHaveACaseForEachWarning() throws IOException {
        assertThat(folders().map(folder -> folder.getFileName().toString()))
                .containsExactlyInAnyOrderElementsOf(codes(Severity.WARNING));
    }

    @Test
    void shouldHaveACaseForEachError() throws IOException {
        List<String> told = new ArrayList<>();
        try (Stream<Path> folders = Files.list(BAD)) {
            for (Path folder : folders.toList()) {
                told.add(Files.readString(folder.resolve("problems.txt")));
            }
        }
        assertThat(codes(Severity.ERROR))
                .allSatisfy(code -> assertThat(String.join("", told)).contains("[" + code + "] "));
    }

    private static List<String> codes(Severity severity) {
        return Arrays.stream(Lint.values())
                .filter(lint -> lint.severity() == severity)
                .map(Lint::code)
                .toList();
    }
}
