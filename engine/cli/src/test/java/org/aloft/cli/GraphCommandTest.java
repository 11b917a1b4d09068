package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphCommandTest {
    private static final String EXAMPLE =
            Path.of(System.getProperty("aloft.home"), "inventories/lvs-dr").toString();

    @TempDir
    Path folder;

    @Test
    void shouldDrawTheExampleAsText() {
        Invocation told = Invocation.of("graph", EXAMPLE);

        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(told.err()).isEmpty();
        assertThat(told.out()).contains("● lvs1: priority 100", "VIP 192.168.100.10", "web2: 192.168.100.222:80");
        assertThat(told.out()).doesNotContain("abc123");
    }

    @Test
    void shouldWriteAPictureToTheFileThatIsNamed() throws Exception {
        Path picture = folder.resolve("lvs dr.svg");

        Invocation told = Invocation.of("graph", EXAMPLE, "-o", picture.toString());

        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(told.out()).isEmpty();
        assertThat(told.err()).contains("lvs dr.svg");
        assertThat(Files.readString(picture))
                .startsWith("<svg ")
                .contains("lvs1")
                .doesNotContain("abc123");
    }

    @Test
    void shouldSayWhyAPictureCannotBeWritten() {
        Invocation told = Invocation.of(
                "graph", EXAMPLE, "-o", folder.resolve("none/a.svg").toString());

        assertThat(told.status()).isEqualTo(ExitCode.FAILED.status());
        assertThat(told.err()).contains("none/a.svg", "NoSuchFile", "a folder that is there");
    }
}
