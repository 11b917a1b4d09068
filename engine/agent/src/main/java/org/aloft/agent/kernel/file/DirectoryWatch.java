package org.aloft.agent.kernel.file;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * Hears when files in directories are written, made, removed or replaced ({@code man 7 inotify}). A directory is
 * watched rather than its files, since editors and {@code mv} put a new file in place of the old one.
 *
 * <p>For one thread: poll {@link #fd()} for reading, then {@link #drain}.
 */
public final class DirectoryWatch implements AutoCloseable {
    private static final String TRIED = "watch files";
    private static final int NONBLOCK = SystemCalls.SOCK_NONBLOCK;
    private static final int CLOEXEC = SystemCalls.SOCK_CLOEXEC;
    private static final int CLOSE_WRITE = 0x8;
    private static final int MOVED_FROM = 0x40;
    private static final int MOVED_TO = 0x80;
    private static final int DELETE = 0x200;
    private static final int DELETE_SELF = 0x400;
    private static final int MOVE_SELF = 0x800;
    private static final int OVERFLOW = 0x4000;
    private static final int IGNORED = 0x8000;
    private static final int ONLY_DIRECTORIES = 0x0100_0000;
    private static final int WANTED =
            CLOSE_WRITE | MOVED_FROM | MOVED_TO | DELETE | DELETE_SELF | MOVE_SELF | ONLY_DIRECTORIES;
    private static final int HEADER = 16;
    private static final int SIZE = 16 * 1024;

    private final FileDescriptor descriptor;
    private final NativeBuffer buffer = NativeBuffer.allocate(SIZE);

    /** Is told what changed. */
    public interface Listener {
        /**
         * A file was written, made, removed or replaced.
         *
         * @param watch the number of its directory
         * @param name within the directory
         */
        void changed(int watch, String name);

        /** The directory itself is gone, or has another name; its number is no longer in use. */
        void directoryGone(int watch);

        /** More changed than could be told: look at everything again. */
        void lost();
    }

    private DirectoryWatch(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Without any directory yet.
     *
     * @throws KernelException too many watchers on this host
     */
    public static DirectoryWatch open() {
        return new DirectoryWatch(new FileDescriptor(
                SystemCalls.check(WatchCalls.LIBC.inotify_init1(NONBLOCK | CLOEXEC), "inotify_init1", TRIED)));
    }

    /** The descriptor to poll for reading. */
    public int fd() {
        return descriptor.number();
    }

    /**
     * Watches a directory; the same number again for one that is watched already.
     *
     * @throws KernelException it is not there, or may not be read
     */
    public int watch(Path directory) {
        return SystemCalls.check(
                WatchCalls.LIBC.inotify_add_watch(descriptor.number(), directory.toString(), WANTED),
                "inotify_add_watch",
                "watch " + directory);
    }

    /** Forgets a directory; harmless for one that is gone. */
    public void forget(int watch) {
        int unused = WatchCalls.LIBC.inotify_rm_watch(descriptor.number(), watch);
    }

    /** Hands over all that happened since the last call. */
    public void drain(Listener listener) {
        while (true) {
            long length = read();
            if (length <= 0) {
                return;
            }
            report((int) length, listener);
        }
    }

    private long read() {
        try {
            return SystemCalls.LIBC.read(descriptor.number(), buffer.pointer(), buffer.size());
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /**
     * {@code struct inotify_event}: watch, mask, cookie, length of the name (4 bytes each), then the name and zeros.
     */
    private void report(int length, Listener listener) {
        ByteBuffer bytes = buffer.bytes();
        for (int at = 0; at + HEADER <= length; at += HEADER + bytes.getInt(at + 12)) {
            int watch = bytes.getInt(at);
            int mask = bytes.getInt(at + 4);
            if ((mask & OVERFLOW) != 0) {
                listener.lost();
            } else if ((mask & (DELETE_SELF | MOVE_SELF | IGNORED)) != 0) {
                listener.directoryGone(watch);
            } else {
                listener.changed(watch, name(bytes, at + HEADER, bytes.getInt(at + 12)));
            }
        }
    }

    private static String name(ByteBuffer bytes, int from, int size) {
        int length = 0;
        while (length < size && bytes.get(from + length) != 0) {
            length++;
        }
        byte[] name = new byte[length];
        bytes.get(from, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
