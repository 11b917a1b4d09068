package org.aloft.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner may read, from their first byte on. */
final class OwnFiles {
    private OwnFiles() {}

    /**
     * Creates a file.
     *
     * @throws java.nio.file.FileAlreadyExistsException when it is there already
     */
    static void create(Path file, String text) throws IOException {
        try (Writer writer = Channels.newWriter(
                Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                StandardCharsets.UTF_8)) {
            writer.write(text);
        }
    }
}
