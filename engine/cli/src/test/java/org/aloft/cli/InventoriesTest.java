package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** People start from a copy of these: they must not begin with a warning. */
class InventoriesTest {
    private static final Path HOME = Path.of(System.getProperty("aloft.home"));

    static List<Path> clusters() throws IOException {
        try (Stream<Path> folders = Files.list(HOME.resolve("inventories"))) {
            return folders.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void shouldBeReadWithoutAWarning(Path cluster) {
        Invocation told = Invocation.of("validate", cluster.toString());

        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(told.out()).contains("no mistakes found");
        assertThat(told.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void shouldStandInTheReadme(Path cluster) throws IOException {
        assertThat(Files.readString(HOME.resolve("README.md"))).contains("| `" + cluster.getFileName() + "` | ");
    }
}
