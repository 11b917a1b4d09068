package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing that an advert costs is left for the garbage collector, from the wait for a timer or a packet to the packet
 * on the wire; measured with the options of the bundle, whose simple compiler removes no allocation. Needs root.
 */
class AdvertLoopIT {
    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void shouldSendAndHearAdvertsWithoutAllocating() throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        try (var options = Files.lines(Path.of("src/bundle/jvm.options"))) {
            options.filter(line -> line.startsWith("-")).forEach(command::add);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), AdvertLoop.class.getName()));
        command.add(folder.toString());
        Process program = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            assertThat(program.waitFor(50, TimeUnit.SECONDS)).as("has ended").isTrue();
        } finally {
            program.destroyForcibly();
        }
        String output = Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
        assertThat(output.lines()).as(output).contains("active=0 backup=0");
    }
}
