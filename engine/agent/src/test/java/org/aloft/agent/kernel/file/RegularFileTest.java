package org.aloft.agent.kernel.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The time limit stands for a thread that never comes back. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegularFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("load");
    }

    @Test
    void shouldReadNoMoreThanTheBeginning() throws Exception {
        Files.writeString(file, "1234567890");

        assertThat(RegularFile.head(file, 4)).asString().isEqualTo("1234");
        assertThat(RegularFile.head(file, 128)).asString().isEqualTo("1234567890");
    }

    @Test
    void shouldReadThroughALink() throws Exception {
        Files.writeString(file, "5\n");

        assertThat(RegularFile.head(Files.createSymbolicLink(folder.resolve("link"), file), 128))
                .asString()
                .isEqualTo("5\n");
    }

    @Test
    void shouldNotWaitForTheWriterOfAFifo() throws Exception {
        assertThat(FifoCalls.LIBC.mkfifo(file.toString(), 0600)).isZero();
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        assertNoRegularFile(file);
        assertNoRegularFile(link);
    }

    @Test
    void shouldNotOpenADirectoryOrADevice() throws Exception {
        assertNoRegularFile(Files.createDirectory(file));
        assertNoRegularFile(Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/zero")));
    }

    @Test
    void shouldSayThatNothingIsThere() throws Exception {
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> RegularFile.head(file, 128));
        Path dangling = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> RegularFile.head(dangling, 128));
    }

    @Test
    void shouldCloseWhatItOpened() throws Exception {
        Files.writeString(file, "1");
        FifoCalls.LIBC.mkfifo(folder.resolve("fifo").toString(), 0600);
        RegularFile.head(file, 1);
        long before = descriptors();
        for (int i = 0; i < 64; i++) {
            RegularFile.head(file, 1);
            assertNoRegularFile(folder.resolve("fifo"));
        }

        assertThat(descriptors()).isLessThan(before + 64);
    }

    private static long descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    private static void assertNoRegularFile(Path path) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> RegularFile.head(path, 128))
                .withMessage("it is not a regular file");
    }
}
