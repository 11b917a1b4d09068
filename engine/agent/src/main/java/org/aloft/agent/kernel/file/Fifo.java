package org.aloft.agent.kernel.file;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * A FIFO that lines are written to without ever waiting. It is open for reading as well, as keepalived's is: so it can
 * be opened while nobody reads, and up to 64 KiB written before then are kept for the reader. Confined to one thread.
 */
public final class Fifo implements AutoCloseable {
    /** A pipe takes a write of at most so many bytes whole or not at all, see {@code man 7 pipe}. */
    private static final int PIPE_BUF = 4096;

    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_NOFOLLOW = 0x20000;
    private static final int O_CLOEXEC = 0x80000;
    private static final long FIONREAD = 0x541b;
    private static final int OWNER_ONLY = 0600;
    private static final int TYPE = 0170000;
    private static final int FIFO = 0010000;

    private final Path path;
    private final boolean made;
    private final FileDescriptor descriptor;

    private Fifo(Path path, boolean made, FileDescriptor descriptor) {
        this.path = path;
        this.made = made;
        this.descriptor = descriptor;
    }

    /**
     * Opens the FIFO at this path, and makes it first if nothing is there.
     *
     * @param owner the number of the user who may read it
     * @param group the number of its group
     * @throws KernelException the path is no FIFO, or cannot be used
     */
    public static Fifo open(Path path, int owner, int group) {
        String tried = "open FIFO " + path;
        boolean made = make(path, owner, group, tried);
        int number = FifoCalls.LIBC.open(path.toString(), O_RDWR | O_NONBLOCK | nofollow() | O_CLOEXEC);
        FileDescriptor descriptor = new FileDescriptor(SystemCalls.check(number, "open", tried));
        if (!isFifo(path)) {
            descriptor.close();
            throw new KernelException(
                    "open",
                    Errno.of(Errno.EEXIST),
                    tried,
                    "",
                    "something else is there: remove it, or name another path");
        }
        return new Fifo(path, made, descriptor);
    }

    /** The one flag of these whose number differs between machines. */
    private static int nofollow() {
        return System.getProperty("os.arch").equals("aarch64") ? 0x8000 : O_NOFOLLOW;
    }

    private static boolean make(Path path, int owner, int group, String tried) {
        if (FifoCalls.LIBC.mkfifo(path.toString(), OWNER_ONLY) < 0) {
            if (SystemCalls.lastError() == Errno.EEXIST) {
                return false;
            }
            throw SystemCalls.failure(SystemCalls.lastError(), "mkfifo", tried);
        }
        if (FifoCalls.LIBC.chown(path.toString(), owner, group) < 0) {
            KernelException refused = SystemCalls.failure(SystemCalls.lastError(), "chown", tried);
            path.toFile().delete(); // else it stays, as nobody's whom the file names
            throw refused;
        }
        return true;
    }

    private static boolean isFifo(Path path) {
        try {
            int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & TYPE) == FIFO;
        } catch (IOException gone) {
            return false;
        }
    }

    /**
     * Writes a line.
     *
     * @param line without the line break; 4095 bytes at the most
     * @return false if the FIFO is full, because nobody reads: the line is lost
     * @throws KernelException it cannot be written for another reason
     */
    public boolean write(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        if (bytes.length > PIPE_BUF) {
            throw new IllegalArgumentException("a line for a FIFO must be at most 4095 bytes: " + bytes.length);
        }
        NativeBuffer buffer = NativeBuffer.of(bytes);
        try {
            long written = SystemCalls.LIBC.write(descriptor.number(), buffer.pointer(), bytes.length);
            if (written == bytes.length) {
                return true;
            }
        } finally {
            Reference.reachabilityFence(buffer);
        }
        int error = SystemCalls.lastError();
        if (error == Errno.EAGAIN) {
            return false;
        }
        throw SystemCalls.failure(error, "write", "write to FIFO " + path);
    }

    /** Whether something that was written has not been read yet. */
    public boolean hasUnread() {
        NativeBuffer count = NativeBuffer.allocate(Integer.BYTES);
        try {
            int result = SystemCalls.LIBC.ioctl(descriptor.number(), FIONREAD, count.pointer());
            return result == 0 && count.bytes().getInt(0) > 0;
        } finally {
            Reference.reachabilityFence(count);
        }
    }

    /** Closes it, so that its reader comes to the end, and removes it if it was made by {@link #open}. */
    @Override
    public void close() {
        descriptor.close();
        if (made) {
            path.toFile().delete();
        }
    }
}
