package org.aloft.agent.kernel.process;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;
import org.aloft.agent.kernel.netlink.NetlinkSocket;

/**
 * Hears of every process on this host that starts, ends, or changes its name: the kernel's process connector ({@code
 * linux/cn_proc.h}). Needs CAP_NET_ADMIN, and works only in the host's first network and process namespaces; in others
 * the kernel refuses or stays silent, so trust it only once {@link Listener#listening()} was called.
 *
 * <p>For one thread: poll {@link #fd()} for reading, then {@link #drain}.
 *
 * <pre>{@code
 *  netlink header (16 bytes, see NetlinkRequest)
 * +---------------------------------------------------------------+
 * | index: 1                                                      | 16
 * +---------------------------------------------------------------+
 * | value: 1                                                      | 20
 * +---------------------------------------------------------------+
 * | sequence, acknowledgement                                     | 24, 28
 * +-------------------------------+-------------------------------+
 * | length of the rest            | flags                         | 32
 * +-------------------------------+-------------------------------+
 * | what happened; in the request: 1 to listen                    | 36
 * +---------------------------------------------------------------+
 * | processor, then 8 bytes of time                               | 40
 * +---------------------------------------------------------------+
 * | thread, process (in a fork: the parent's, then the child's)   | 52
 * +---------------------------------------------------------------+
 * }</pre>
 */
public final class ProcessEvents implements AutoCloseable {
    private static final String TRIED = "listen to the kernel's process events";
    private static final int CONNECTOR = 11;
    private static final int GROUP = 1;
    private static final int DONE = 3;
    private static final int REQUEST_SIZE = 40;
    private static final int WHAT = 36;
    private static final int DATA = 52;
    private static final int NOTHING = 0;
    private static final int FORK = 0x1;
    private static final int EXEC = 0x2;
    private static final int NAME = 0x200;
    private static final int EXIT = 0x8000_0000;
    private static final int RECEIVE_SIZE = 4096;
    private static final int LEAST_SIZE = DATA + 8;
    private static final int LEAST_SIZE_OF_FORK = DATA + 16;

    private final FileDescriptor descriptor;
    private final NativeBuffer receiveBuffer = NativeBuffer.allocate(RECEIVE_SIZE);

    /** Is told what happened. Numbers are those of processes, not of their threads. */
    public interface Listener {
        /** The kernel has agreed to tell. */
        void listening();

        /** A process began, runs another program, or has another name. */
        void changed(int process);

        /** A process ended. */
        void ended(int process);

        /** More happened than could be told: look at everything again. */
        void lost();
    }

    private ProcessEvents(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Asks the kernel to tell.
     *
     * @throws KernelException not in this namespace, or no right to
     */
    public static ProcessEvents open() {
        FileDescriptor descriptor = FileDescriptor.socket(
                SystemCalls.AF_NETLINK, SystemCalls.SOCK_DGRAM | SystemCalls.SOCK_NONBLOCK, CONNECTOR, TRIED);
        try {
            descriptor.bind(NetlinkSocket.address(GROUP), TRIED);
            if (descriptor.send(NativeBuffer.of(request()), REQUEST_SIZE) < 0) {
                throw SystemCalls.failure(SystemCalls.lastError(), "sendto", TRIED);
            }
            return new ProcessEvents(descriptor);
        } catch (RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    private static byte[] request() {
        ByteBuffer request = ByteBuffer.allocate(REQUEST_SIZE).order(ByteOrder.nativeOrder());
        request.putInt(0, REQUEST_SIZE).putShort(4, (short) DONE);
        request.putInt(16, 1).putInt(20, 1).putShort(32, (short) Integer.BYTES).putInt(WHAT, 1);
        return request.array();
    }

    /** The descriptor to poll for reading. */
    public int fd() {
        return descriptor.number();
    }

    /**
     * Hands over all that happened since the last call.
     *
     * @throws KernelException the socket failed for good
     */
    public void drain(Listener listener) {
        while (true) {
            long length = descriptor.receive(receiveBuffer);
            if (length >= 0) {
                report((int) length, listener);
                continue;
            }
            switch (SystemCalls.lastError()) {
                case Errno.EAGAIN -> {
                    return;
                }
                case Errno.ENOBUFS -> listener.lost();
                default -> throw SystemCalls.failure(SystemCalls.lastError(), "recvfrom", TRIED);
            }
        }
    }

    private void report(int length, Listener listener) {
        if (length < LEAST_SIZE) {
            return;
        }
        ByteBuffer event = receiveBuffer.bytes();
        int first = event.getInt(DATA);
        int second = event.getInt(DATA + 4);
        switch (event.getInt(WHAT)) {
            case NOTHING -> {
                if (first == 0) {
                    listener.listening();
                }
            }
            case EXEC, NAME -> listener.changed(second);
            case EXIT -> {
                if (first == second) {
                    listener.ended(second);
                }
            }
            case FORK -> {
                boolean process = length >= LEAST_SIZE_OF_FORK && event.getInt(DATA + 8) == event.getInt(DATA + 12);
                if (process) {
                    listener.changed(event.getInt(DATA + 12));
                }
            }
            default -> {} // the kernel's own table, which grows: other users, sessions, tracing
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
