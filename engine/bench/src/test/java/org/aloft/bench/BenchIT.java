package org.aloft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A measurement goes from end to end. What it measures depends on the machine, so nothing is said of that. */
class BenchIT {
    @TempDir
    Path folder;

    @Test
    void shouldPrintBothFiguresAndWriteThemDown() throws Exception {
        Measurement handover = new Failover(
                "handover", new VrrpText(3, 0.1, false), false, true, (what, gaps) -> Row.beside(what, "ms", gaps));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        boolean reached = Bench.run(
                List.of(handover),
                1,
                Duration.ZERO,
                folder.resolve("bench.json"),
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(reached).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("handover, v3, adverts each 0.1 s", "Keepalived v");
        assertThat(Files.readString(folder.resolve("bench.json")))
                .contains("\"aloftd\" : ", "\"keepalived\" : ", "\"verdict\" : \"none\"");
    }
}
