package org.aloft.agent.kernel.socket;

import java.nio.ByteBuffer;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * When the packets of one socket came in, by the kernel's stamp: how late this process gets to read them is no part of
 * it. For one thread; allocates nothing.
 */
final class ArrivalStamp {
    /** socket(7): the stamp of the packet that was read last; asking for the first one makes the kernel keep them. */
    private static final int SIOCGSTAMPNS = 0x8907;

    private static final int SECONDS = 0;
    private static final int NANOS = 8;
    private static final long SECOND = 1_000_000_000L;

    private final int socket;
    /** Two {@code struct timespec}: the stamp's, and the clock's that the kernel stamps with. */
    private final NativeBuffer stamp = NativeBuffer.allocate(2 * Long.BYTES);

    private final NativeBuffer clock = NativeBuffer.allocate(2 * Long.BYTES);

    ArrivalStamp(FileDescriptor socket) {
        this.socket = socket.number();
        SystemCalls.LIBC.ioctl(this.socket, SIOCGSTAMPNS, stamp.pointer());
    }

    /**
     * How long ago the packet that was read last had come in, in nanoseconds; 0 where the kernel does not say, or says
     * the future. It is taken from the wall clock and wrong when that is set meanwhile, so it needs a bound.
     */
    long waited() {
        boolean known = SystemCalls.LIBC.ioctl(socket, SIOCGSTAMPNS, stamp.pointer()) >= 0
                && SystemCalls.LIBC.clock_gettime(SystemCalls.CLOCK_REALTIME, clock.pointer()) >= 0;
        return known ? Math.max(0, nanos(clock.bytes()) - nanos(stamp.bytes())) : 0;
    }

    private static long nanos(ByteBuffer timespec) {
        return timespec.getLong(SECONDS) * SECOND + timespec.getLong(NANOS);
    }
}
