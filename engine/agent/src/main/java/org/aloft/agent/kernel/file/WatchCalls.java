package org.aloft.agent.kernel.file;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;

/** The C library's functions that watch files. Thread-safe. */
final class WatchCalls {
    static final Libc LIBC =
            LibraryLoader.create(Libc.class).load(Platform.getNativePlatform().getStandardCLibraryName());

    private WatchCalls() {}

    /** As section 2 of the manual declares them. Public for the code that jnr-ffi generates in a loader of its own. */
    public interface Libc {
        int inotify_init1(int flags);

        int inotify_add_watch(int fd, String path, int mask);

        int inotify_rm_watch(int fd, int watch);
    }
}
