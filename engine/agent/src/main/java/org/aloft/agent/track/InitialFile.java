package org.aloft.agent.track;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.aloft.agent.config.TrackFileBlock;
import org.aloft.agent.log.Log;

/**
 * Writes the value of {@code init_file}. The directory may belong to a user who is not root, so nothing is written
 * through a link of theirs: the file is made anew beside, and renamed. For the tracker thread.
 */
final class InitialFile {
    private static final Logger LOG = Log.of(InitialFile.class);
    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

    private InitialFile() {}

    /** Writes it unless something is there that must stay. That it cannot be written is logged. */
    static void write(Path file, TrackFileBlock.Initial initial) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !initial.overwrite()) {
            return;
        }
        try {
            Path beside = file.resolveSibling("." + file.getFileName() + ".new");
            Files.deleteIfExists(beside);
            // One open that makes the file, and no other way to it by its name: whoever owns the directory may have
            // replaced it since.
            try (SeekableByteChannel made = Files.newByteChannel(
                    beside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), MODE)) {
                made.write(ByteBuffer.wrap((initial.value() + "\n").getBytes(StandardCharsets.US_ASCII)));
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            LOG.log(
                    Level.WARNING,
                    "init_file: cannot write {0} to {1}: {2}; make its directory, or write it yourself",
                    initial.value(),
                    file,
                    failure.getMessage());
        }
    }
}
