package org.aloft.agent.kernel;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * The C library's functions that this package calls, and the check of their results. Thread-safe: {@code errno} is kept
 * for each thread.
 */
public final class SystemCalls {
    // Numbers of sys/socket.h and time.h, by their names there.
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int AF_NETLINK = 16;
    public static final int AF_PACKET = 17;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_NONBLOCK = 0x800;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int SOL_SOCKET = 1;
    public static final int CLOCK_REALTIME = 0;
    static final int CLOCK_MONOTONIC = 1;

    /** The C library. */
    public static final Libc LIBC =
            LibraryLoader.create(Libc.class).load(Platform.getNativePlatform().getStandardCLibraryName());

    static final Runtime RUNTIME = Runtime.getRuntime(LIBC);

    private SystemCalls() {}

    /**
     * The functions as section 2 of the manual declares them. Public for the code that jnr-ffi generates in a loader of
     * its own.
     */
    public interface Libc {
        int socket(int domain, int type, int protocol);

        int bind(int fd, Pointer address, int length);

        int ioctl(int fd, long request, Pointer value);

        int setsockopt(int fd, int level, int name, Pointer value, int length);

        long sendto(int fd, Pointer buffer, long length, int flags, Pointer address, int addressLength);

        long recvfrom(int fd, Pointer buffer, long length, int flags, Pointer address, Pointer addressLength);

        long recvmsg(int fd, Pointer message, int flags);

        int epoll_create1(int flags);

        int epoll_ctl(int epoll, int operation, int fd, Pointer event);

        int epoll_wait(int epoll, Pointer events, int count, int timeoutMillis);

        int eventfd(int initial, int flags);

        int timerfd_create(int clock, int flags);

        int timerfd_settime(int fd, int flags, Pointer wanted, Pointer previous);

        int clock_gettime(int clock, Pointer time);

        long read(int fd, Pointer buffer, long length);

        long write(int fd, Pointer buffer, long length);

        int close(int fd);

        int mlockall(int flags);

        int sched_setscheduler(int pid, int policy, Pointer parameters);

        int geteuid();

        int getrlimit(int resource, Pointer limits);

        int capget(Pointer header, Pointer sets);

        int capset(Pointer header, Pointer sets);

        /**
         * The address of a text that is not to be changed. (As a String, jnr-ffi would make several classes more at
         * each start.)
         */
        long strerror(int number);
    }

    /** {@code errno} of this thread's last call. */
    public static int lastError() {
        return RUNTIME.getLastError();
    }

    /**
     * The result itself, if it is no failure. {@code tried} is text that is already there: nothing is built on the good
     * path.
     */
    public static int check(int result, String syscall, String tried) {
        if (result < 0) {
            throw failure(lastError(), syscall, tried);
        }
        return result;
    }

    /**
     * What to throw when a call failed.
     *
     * @param number {@code errno}
     * @param syscall its name
     * @param tried what for, to follow the word "cannot"
     */
    public static KernelException failure(int number, String syscall, String tried) {
        return new KernelException(syscall, Errno.of(number), tried, errorText(number));
    }

    /** The words of {@code strerror(3)}. */
    public static String errorText(int number) {
        return RUNTIME.getMemoryManager().newPointer(LIBC.strerror(number)).getString(0);
    }

    /** Closes a descriptor. Its result is ignored on purpose: Linux frees the descriptor whatever close(2) says. */
    static void close(int fd) {
        LIBC.close(fd);
    }
}
