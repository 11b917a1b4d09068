package org.aloft.agent.kernel;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.channels.Channel;

/**
 * The last descriptors of this process are for the thread that keeps VIPs: for the sockets of an interface that comes
 * back, the journal, netlink.
 *
 * <p>Linux gives out the lowest number that is free ({@code man 2 open}), so one close to the limit says that there are
 * hardly any others. Whoever opens as many as others like, for clients, checks or scripts, gives such a one back at
 * once, and counts as out of descriptors. Thread-safe.
 */
public final class DescriptorReserve {
    /** As {@code strerror(3)} says it, and so Java when the kernel itself refuses. */
    private static final String REFUSAL = "Too many open files";

    private static final int RLIMIT_NOFILE = 7;

    /** A quarter is kept, as long as that is not more than this. */
    private static final int MOST = 1024;

    private static final int SHARE = 4;

    /** {@code struct rlimit}: soft, hard. */
    private static final NativeBuffer LIMITS = NativeBuffer.allocate(2 * Long.BYTES);

    private DescriptorReserve() {}

    /** JVM options are missing where this fails. */
    private static final class Inside {
        static final Method NUMBER = numberOfAChannel();

        private static Method numberOfAChannel() {
            try {
                return Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal");
            } catch (ReflectiveOperationException other) {
                throw new IllegalStateException("this is another Java than OpenJDK; run aloftd on that", other);
            }
        }
    }

    /**
     * The number of the descriptor inside a channel, for which the JVM must have been started with {@code --add-exports
     * java.base/sun.nio.ch=ALL-UNNAMED}, as aloftd's launcher does.
     */
    public static int number(Channel channel) {
        try {
            return (int) Inside.NUMBER.invoke(channel);
        } catch (ReflectiveOperationException closed) {
            throw new IllegalStateException(
                    "start aloftd by its launcher: the JVM option --add-exports java.base/sun.nio.ch=ALL-UNNAMED is missing",
                    closed);
        }
    }

    /**
     * The channel itself, unless it has one of the last descriptors.
     *
     * @throws IOException it had, and is closed
     */
    public static <C extends Channel> C outside(C channel) throws IOException {
        if (isTouchedBy(number(channel))) {
            channel.close();
            throw new IOException(REFUSAL);
        }
        return channel;
    }

    /**
     * Looks at a descriptor that was opened just now, and does nothing to it.
     *
     * @param tried what it is for, to follow the word "cannot"
     * @throws KernelException it is one of the last; close it
     */
    public static void requireOutside(FileDescriptor descriptor, String tried) {
        if (isTouchedBy(descriptor.number())) {
            throw new KernelException("open", Errno.of(Errno.EMFILE), tried, REFUSAL);
        }
    }

    private static boolean isTouchedBy(int number) {
        return isTouchedBy(number, limit());
    }

    static boolean isTouchedBy(int number, long limit) {
        return number >= limit - Math.min(MOST, limit / SHARE);
    }

    /** At each time, since {@code prlimit} changes it while we run. */
    private static synchronized long limit() {
        int result = SystemCalls.LIBC.getrlimit(RLIMIT_NOFILE, LIMITS.pointer());
        long soft = LIMITS.bytes().getLong(0);
        return result < 0 || soft < 0 ? Long.MAX_VALUE : soft; // RLIM_INFINITY is all ones
    }
}
