package org.aloft.agent.kernel.file;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;

/** The C library's functions for FIFOs. */
final class FifoCalls {
    static final FifoLibc LIBC = LibraryLoader.create(FifoLibc.class)
            .load(Platform.getNativePlatform().getStandardCLibraryName());

    private FifoCalls() {}

    /** As the manual declares them. Public for the code that jnr-ffi generates in a loader of its own. */
    public interface FifoLibc {
        int mkfifo(String path, int mode);

        int open(String path, int flags);

        int chown(String path, int owner, int group);
    }
}
