package org.aloft.agent.kernel;

import java.lang.ref.Reference;
import java.nio.ByteOrder;

/**
 * An open descriptor. Closing twice is harmless; afterwards the number is never handed out again, so that a late caller
 * cannot reach whatever file got the same number next. Thread-safe, but a call in flight on another thread must have
 * ended before close.
 */
public final class FileDescriptor implements AutoCloseable {
    private static final int SO_RCVTIMEO = 20;
    private static final int CLOSED = -1;

    private volatile int number;

    /** Takes over an open descriptor. */
    public FileDescriptor(int number) {
        this.number = number;
    }

    /**
     * Opens a socket, which no child process inherits.
     *
     * @param tried what for, to follow the word "cannot"
     * @throws KernelException if the kernel refuses
     */
    public static FileDescriptor socket(int domain, int type, int protocol, String tried) {
        return new FileDescriptor(SystemCalls.check(
                SystemCalls.LIBC.socket(domain, type | SystemCalls.SOCK_CLOEXEC, protocol), "socket", tried));
    }

    /**
     * The number.
     *
     * @throws IllegalStateException once it is closed
     */
    public int number() {
        int current = number;
        if (current == CLOSED) {
            throw new IllegalStateException("already closed");
        }
        return current;
    }

    /** Binds the socket to an address, a {@code struct sockaddr}. */
    public void bind(NativeBuffer address, String tried) {
        try {
            SystemCalls.check(SystemCalls.LIBC.bind(number(), address.pointer(), address.size()), "bind", tried);
        } finally {
            Reference.reachabilityFence(address);
        }
    }

    /** Sets an option to a number. */
    public void option(int level, int name, int value, String optionName, String tried) {
        option(level, name, NativeBuffer.ofInt(value), optionName, tried);
    }

    /** Sets an option to a structure. */
    public void option(int level, int name, NativeBuffer value, String optionName, String tried) {
        SystemCalls.check(setOption(level, name, value), "setsockopt " + optionName, tried);
    }

    /** Sets an option that older kernels lack and without which we can do. */
    public void optionIfKnown(int level, int name, int value) {
        int unused = setOption(level, name, NativeBuffer.ofInt(value));
    }

    private int setOption(int level, int name, NativeBuffer value) {
        try {
            return SystemCalls.LIBC.setsockopt(number(), level, name, value.pointer(), value.size());
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    /**
     * Sends the first {@code length} bytes to whom the socket belongs.
     *
     * @return bytes sent; negative: see the last error
     */
    public long send(NativeBuffer data, int length) {
        try {
            return SystemCalls.LIBC.sendto(number(), data.pointer(), length, 0, null, 0);
        } finally {
            Reference.reachabilityFence(data);
        }
    }

    /**
     * Sends the first {@code length} bytes to an address.
     *
     * @return bytes sent; negative: see the last error
     */
    public long send(NativeBuffer data, int length, NativeBuffer address) {
        try {
            return SystemCalls.LIBC.sendto(number(), data.pointer(), length, 0, address.pointer(), address.size());
        } finally {
            Reference.reachabilityFence(data);
            Reference.reachabilityFence(address);
        }
    }

    /**
     * Takes one datagram; a signal does not end it.
     *
     * @return its length; negative: see the last error
     */
    public long receive(NativeBuffer into) {
        try {
            long length;
            do {
                length = SystemCalls.LIBC.recvfrom(number(), into.pointer(), into.size(), 0, null, null);
            } while (length < 0 && SystemCalls.lastError() == Errno.EINTR);
            return length;
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    /**
     * Takes one datagram with its sender and control messages; a signal does not end it.
     *
     * @return its length; negative: see the last error
     */
    public long receive(NativeMessage into) {
        try {
            long length;
            do {
                length = SystemCalls.LIBC.recvmsg(number(), into.ready().pointer(), 0);
            } while (length < 0 && SystemCalls.lastError() == Errno.EINTR);
            return length;
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    /** A receive that waits longer than this ends with EAGAIN. */
    public void receiveTimeout(long seconds, String tried) {
        NativeBuffer timeval = NativeBuffer.allocate(2 * Long.BYTES);
        timeval.bytes().order(ByteOrder.nativeOrder()).putLong(0, seconds);
        option(SystemCalls.SOL_SOCKET, SO_RCVTIMEO, timeval, "SO_RCVTIMEO", tried);
    }

    @Override
    public synchronized void close() {
        int current = number;
        number = CLOSED;
        if (current != CLOSED) {
            SystemCalls.close(current);
        }
    }
}
