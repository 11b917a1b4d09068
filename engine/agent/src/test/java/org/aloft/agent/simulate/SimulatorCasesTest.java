package org.aloft.agent.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.language.Reading;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults planted in files, each found by its name and its lines; and files without a fault, of which nothing is said. A
 * case is a folder with {@code *.conf}, one a router, and {@code expected}: the exit status, and all findings.
 */
class SimulatorCasesTest {
    private static final Path CASES = Path.of("src/test/resources/org/aloft/agent/simulate/cases");
    private static final int SEEDS = 20;

    static List<Path> shouldFindWhatIsPlanted() throws IOException {
        return filesIn(CASES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void shouldFindWhatIsPlanted(Path folder) throws Exception {
        Report report = report(folder);
        List<String> said = new ArrayList<>();
        said.add("exit " + (report.isFine() ? 0 : 1));
        for (Finding finding : report.findings()) {
            said.add(finding.toString());
            String more =
                    finding.lines().stream().skip(1).map(Position::toString).collect(Collectors.joining(", "));
            if (!more.isEmpty()) {
                said.add("  see also " + more);
            }
            assertThat(finding.trace().isEmpty()).as("a story of %s", finding).isNotEqualTo(finding.breaks());
        }
        String text = String.join("\n", said).replace(folder + "/", "") + "\n";
        assertThat(text).isEqualTo(Files.readString(folder.resolve("expected")));
    }

    private static Report report(Path folder) throws IOException, ConfigurationException {
        List<Reading> readings = new ArrayList<>();
        for (Path file : filesIn(folder)) {
            if (file.toString().endsWith(".conf")) {
                readings.add(ConfigurationReader.readWithPlaces(file, new Surroundings("host", "host")));
            }
        }
        return Simulator.report(readings, EnumSet.allOf(Scenario.class), SEEDS);
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
