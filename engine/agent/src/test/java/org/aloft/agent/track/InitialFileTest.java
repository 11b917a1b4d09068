package org.aloft.agent.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.aloft.agent.config.TrackFileBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialFileTest {
    private static final TrackFileBlock.Initial KEEP = new TrackFileBlock.Initial(5, false);
    private static final TrackFileBlock.Initial OVERWRITE = new TrackFileBlock.Initial(5, true);

    @TempDir
    private Path folder;

    @Test
    void shouldMakeAFileThatIsNotThere() throws Exception {
        Path file = folder.resolve("load");

        InitialFile.write(file, KEEP);

        assertThat(file).hasContent("5\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void shouldKeepWhatIsThereUnlessItIsToBeOverwritten() throws Exception {
        Path file = Files.writeString(folder.resolve("load"), "7\n");

        InitialFile.write(file, KEEP);
        assertThat(file).hasContent("7\n");
        InitialFile.write(file, OVERWRITE);
        assertThat(file).hasContent("5\n");
    }

    @Test
    void shouldNotWriteThroughALink() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "secret\n");
        Path file = Files.createSymbolicLink(folder.resolve("load"), victim);

        InitialFile.write(file, KEEP);
        assertThat(Files.isSymbolicLink(file)).isTrue();
        InitialFile.write(file, OVERWRITE);

        assertThat(victim).hasContent("secret\n");
        assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(file).hasContent("5\n");
    }

    @Test
    void shouldNotWriteThroughALinkInPlaceOfItsNewFile() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "secret\n");
        Files.createSymbolicLink(folder.resolve(".load.new"), victim);

        InitialFile.write(folder.resolve("load"), OVERWRITE);

        assertThat(victim).hasContent("secret\n");
        assertThat(folder.resolve("load")).hasContent("5\n");
    }
}
