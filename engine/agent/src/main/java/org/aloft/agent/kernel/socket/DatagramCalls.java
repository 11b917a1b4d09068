package org.aloft.agent.kernel.socket;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;
import jnr.ffi.Pointer;

/** The C library's function that tells more of a datagram than its bytes. Thread-safe. */
final class DatagramCalls {
    static final Libc LIBC =
            LibraryLoader.create(Libc.class).load(Platform.getNativePlatform().getStandardCLibraryName());

    private DatagramCalls() {}

    /** As section 2 of the manual declares it. Public for the code that jnr-ffi generates in a loader of its own. */
    public interface Libc {
        long recvmsg(int fd, Pointer message, int flags);
    }
}
