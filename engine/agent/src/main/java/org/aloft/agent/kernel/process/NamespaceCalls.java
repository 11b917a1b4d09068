package org.aloft.agent.kernel.process;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;
import jnr.ffi.Pointer;

/** The C library's functions that enter a namespace and execute this program again. Thread-safe. */
final class NamespaceCalls {
    static final Libc LIBC =
            LibraryLoader.create(Libc.class).load(Platform.getNativePlatform().getStandardCLibraryName());

    private NamespaceCalls() {}

    /** As section 2 of the manual declares them. Public for the code that jnr-ffi generates in a loader of its own. */
    public interface Libc {
        int open(String path, int flags);

        int setns(int fd, int type);

        int fcntl(int fd, int command, int argument);

        int setenv(String name, String value, int overwrite);

        int sigemptyset(Pointer signals);

        int pthread_sigmask(int how, Pointer signals, Pointer previous);

        int execv(String path, Pointer arguments);

        void _exit(int status);
    }
}
