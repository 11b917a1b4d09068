package org.aloft.agent.kernel.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.SystemCalls;

/**
 * A file in a directory that others may write to, and so may have put anything in its place: a FIFO, whose open(2)
 * would wait for ever, or a link to a device that does something when it is opened. Safe for any thread.
 */
public final class RegularFile {
    private static final int O_PATH = 0x200000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;

    private RegularFile() {}

    /**
     * The first bytes of a regular file, also through a link. Never waits: what is not a regular file is not opened for
     * reading.
     *
     * @param most how many bytes are read at most
     * @throws NoSuchFileException nothing is there
     * @throws IOException it is no regular file, or cannot be read
     */
    public static byte[] head(Path path, int most) throws IOException {
        // O_PATH takes hold of what is there without opening it, see open(2). What is looked at is then also what is
        // read.
        int number = FifoCalls.LIBC.open(path.toString(), O_PATH | O_CLOEXEC);
        if (number < 0) {
            int error = SystemCalls.lastError();
            if (error == Errno.ENOENT) {
                throw new NoSuchFileException(path.toString());
            }
            throw new IOException(SystemCalls.errorText(error));
        }
        try (FileDescriptor held = new FileDescriptor(number)) {
            Path opened = Path.of("/proc/self/fd", Integer.toString(held.number()));
            if (((Integer) Files.getAttribute(opened, "unix:mode") & TYPE) != REGULAR) {
                throw new IOException("it is not a regular file");
            }
            try (InputStream in = Files.newInputStream(opened)) {
                return in.readNBytes(most);
            }
        }
    }
}
