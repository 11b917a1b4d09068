package org.aloft.agent.kernel;

import java.nio.ByteBuffer;

/**
 * What recvmsg(2) fills: a datagram, its sender and control messages. Layouts of 64-bit Linux:
 *
 * <pre>{@code
 * struct msghdr                       struct cmsghdr
 *  0 name             address          0 length of header and data, 8 bytes
 *  8 length of name   4 bytes, 4 free  8 level, 4 bytes
 * 16 iovec            address         12 type, 4 bytes
 * 24 number of iovecs 8 bytes         16 data, padded to 8 bytes
 * 32 control          address
 * 40 length of control 8 bytes        struct iovec
 * 48 flags            4 bytes, 4 free  0 address, 8 length
 * }</pre>
 *
 * <p>For one thread. Receiving allocates nothing.
 */
public final class NativeMessage {
    private static final int NAME_LENGTH = 8;
    private static final int CONTROL_LENGTH = 40;
    private static final int CONTROL_HEADER = 16;
    private static final int CONTROL_SIZE = 256;

    private final NativeBuffer header = NativeBuffer.allocate(56);
    private final NativeBuffer vector = NativeBuffer.allocate(16);
    private final NativeBuffer name;
    private final NativeBuffer data;
    private final NativeBuffer control = NativeBuffer.allocate(CONTROL_SIZE);

    /**
     * Allocates all of it.
     *
     * @param nameSize of the sender's address, in bytes
     * @param dataSize of the largest datagram, in bytes
     */
    public NativeMessage(int nameSize, int dataSize) {
        name = NativeBuffer.allocate(nameSize);
        data = NativeBuffer.allocate(dataSize);
        vector.bytes().putLong(0, data.pointer().address()).putLong(8, dataSize);
        header.bytes()
                .putLong(0, name.pointer().address())
                .putLong(16, vector.pointer().address())
                .putLong(24, 1)
                .putLong(32, control.pointer().address());
    }

    /** The argument of recvmsg; each call shortens the lengths that it holds, so they are set anew. */
    NativeBuffer ready() {
        header.bytes().putInt(NAME_LENGTH, name.size()).putLong(CONTROL_LENGTH, CONTROL_SIZE);
        return header;
    }

    /** The sender's address. */
    public ByteBuffer name() {
        return name.bytes();
    }

    /** The datagram, from its beginning. */
    public ByteBuffer data() {
        return data.bytes();
    }

    /** The control messages, for an offset out of {@link #control}. */
    public ByteBuffer controlData() {
        return control.bytes();
    }

    /**
     * Where the data of a control message begin.
     *
     * @throws IllegalStateException if the kernel gave none, which it does once it is asked to
     */
    public int control(int level, int type) {
        int found = find(level, type);
        if (found < 0) {
            throw new IllegalStateException(
                    "the kernel gave no control message of level " + level + " and type " + type);
        }
        return found;
    }

    /** Where the data of a control message begin; -1 if the kernel gave none. */
    public int find(int level, int type) {
        ByteBuffer bytes = control.bytes();
        long end = header.bytes().getLong(CONTROL_LENGTH);
        int at = 0;
        while (at + CONTROL_HEADER <= end) {
            if (bytes.getInt(at + 8) == level && bytes.getInt(at + 12) == type) {
                return at + CONTROL_HEADER;
            }
            at += (int) Math.max(CONTROL_HEADER, (bytes.getLong(at) + 7) & ~7L);
        }
        return -1;
    }
}
