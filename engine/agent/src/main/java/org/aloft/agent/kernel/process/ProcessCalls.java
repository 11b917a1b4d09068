package org.aloft.agent.kernel.process;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;
import jnr.ffi.Pointer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * The C library's functions for processes. Apart from {@link SystemCalls} so that an agent without scripts never binds
 * them.
 */
final class ProcessCalls {
    static final ProcessLibc LIBC = LibraryLoader.create(ProcessLibc.class)
            .load(Platform.getNativePlatform().getStandardCLibraryName());

    private ProcessCalls() {}

    /** As the manual declares them. Public for the code that jnr-ffi generates in a loader of its own. */
    public interface ProcessLibc {
        int posix_spawn_file_actions_init(Pointer actions);

        int posix_spawn_file_actions_addopen(Pointer actions, int fd, String path, int flags, int mode);

        int posix_spawn_file_actions_adddup2(Pointer actions, int fd, int wanted);

        /** Since glibc 2.34. */
        int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int first);

        int posix_spawn_file_actions_destroy(Pointer actions);

        int posix_spawnattr_init(Pointer attributes);

        int posix_spawnattr_setflags(Pointer attributes, short flags);

        int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

        int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

        int posix_spawnattr_destroy(Pointer attributes);

        /** Returns the error itself. */
        int posix_spawnp(
                Pointer pid, String file, Pointer actions, Pointer attributes, Pointer arguments, Pointer environment);

        int sigemptyset(Pointer signals);

        int sigfillset(Pointer signals);

        int pipe2(Pointer descriptors, int flags);

        int fcntl(int fd, int command, int argument);

        int kill(int pid, int signal);

        /** The handlers as addresses, or one of the manual's SIG_ values. */
        long signal(int number, long handler);

        int waitid(int kind, int id, Pointer information, int options);

        /** For pidfd_open, which glibc wraps only since 2.36. */
        long syscall(long number, long first, long second);
    }
}
