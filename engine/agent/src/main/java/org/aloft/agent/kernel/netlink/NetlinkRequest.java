package org.aloft.agent.kernel.netlink;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one netlink message ({@code linux/netlink.h}, RFC 3549 section 2.3.2). All numbers are in the machine's byte
 * order unless an attribute says otherwise; every attribute begins at a multiple of four.
 *
 * <pre>{@code
 *  0               1               2               3
 * +---------------+---------------+---------------+---------------+
 * | length of all of it, header included                          |  0
 * +-------------------------------+-------------------------------+
 * | type                          | flags                         |  4
 * +-------------------------------+-------------------------------+
 * | sequence number, echoed in the answer                         |  8
 * +---------------------------------------------------------------+
 * | port of the sender; 0: the kernel fills it in                 | 12
 * +---------------------------------------------------------------+
 * | the family's own header, then attributes:                     | 16
 * +-------------------------------+-------------------------------+
 * | length, these 4 bytes included| type; 0x8000: attributes within
 * +-------------------------------+-------------------------------+
 * | value, then zeros up to a multiple of four                    |
 * +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>For one thread.
 */
public final class NetlinkRequest {
    static final int HEADER = 16;
    static final int REQUEST = 0x1;

    /** The kernel answers also when all went well. */
    public static final int ACK = 0x4;

    /** The kernel answers with all there are. */
    public static final int DUMP = 0x300;

    /** Fails if it is there already. */
    public static final int EXCLUSIVE = 0x200;

    /** Makes it if it is not there. */
    public static final int CREATE = 0x400;

    static final int REPLACE = 0x100;

    /** Adds it behind those that are there. */
    public static final int APPEND = 0x800;

    static final int NESTED = 0x8000;

    /** Enough for most; a table of thousands of services asks as many questions. */
    private static final int USUAL_CAPACITY = 256;

    private static final int TYPE_OFFSET = 4;
    private static final int FLAGS_OFFSET = 6;
    private static final int SEQUENCE_OFFSET = 8;

    /** Grows. */
    private ByteBuffer bytes = ByteBuffer.allocate(USUAL_CAPACITY).order(ByteOrder.nativeOrder());

    /**
     * Begins a message.
     *
     * @param flags such as {@link #ACK}
     */
    public NetlinkRequest(int type, int flags) {
        bytes.putShort(TYPE_OFFSET, (short) type);
        bytes.putShort(FLAGS_OFFSET, (short) (flags | REQUEST));
        bytes.position(HEADER);
    }

    /** Gives the room for a few more bytes. */
    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            int needed = Math.max(bytes.capacity() * 2, bytes.position() + more);
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), needed))
                    .position(bytes.position())
                    .order(ByteOrder.nativeOrder());
        }
        return bytes;
    }

    /** Adds 8 bits. */
    public NetlinkRequest int8(int value) {
        room(Byte.BYTES).put((byte) value);
        return this;
    }

    /** Adds 16 bits. */
    public NetlinkRequest int16(int value) {
        room(Short.BYTES).putShort((short) value);
        return this;
    }

    /** Adds 32 bits. */
    public NetlinkRequest int32(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    /** Adds an attribute of any bytes. */
    public NetlinkRequest attribute(int type, byte[] value) {
        room(4 + value.length)
                .putShort((short) (4 + value.length))
                .putShort((short) type)
                .put(value);
        return pad();
    }

    /** Adds an address of 4 or 16 bytes. */
    public NetlinkRequest attribute(int type, InetAddress value) {
        return attribute(type, value.getAddress());
    }

    /** A text with a zero at its end. */
    public NetlinkRequest attribute(int type, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return attribute(type, Arrays.copyOf(text, text.length + 1));
    }

    /** Adds an attribute of 32 bits. */
    public NetlinkRequest attribute32(int type, int value) {
        room(8).putShort((short) 8).putShort((short) type).putInt(value);
        return this;
    }

    /** Adds an attribute of 16 bits. */
    public NetlinkRequest attribute16(int type, int value) {
        room(6).putShort((short) 6).putShort((short) type).putShort((short) value);
        return pad();
    }

    /** 16 bits in network byte order, as ports are. */
    public NetlinkRequest attributeNet16(int type, int value) {
        return attribute(type, new byte[] {(byte) (value >>> 8), (byte) value});
    }

    /** 32 bits in network byte order, as an IPv4 netmask is. */
    public NetlinkRequest attributeNet32(int type, int value) {
        return attribute(
                type, new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value});
    }

    /**
     * Opens an attribute that holds attributes.
     *
     * @return its start, for {@link #end}
     */
    public int begin(int type) {
        int start = bytes.position();
        room(4).putShort((short) 0).putShort((short) (type | NESTED));
        return start;
    }

    /** Where the next byte goes: the start, for {@link #end}, of a structure that begins with its length. */
    public int position() {
        return bytes.position();
    }

    /** Closes what {@link #begin} opened. */
    public NetlinkRequest end(int start) {
        bytes.putShort(start, (short) (bytes.position() - start));
        return this;
    }

    /** The finished message. */
    public byte[] encode(int sequence) {
        bytes.putInt(0, bytes.position()).putInt(SEQUENCE_OFFSET, sequence);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Sets whether a message is answered also when all went well, in a buffer with several of them. */
    static void acknowledge(ByteBuffer messages, int start, boolean wanted) {
        int flags = messages.getShort(start + FLAGS_OFFSET);
        messages.putShort(start + FLAGS_OFFSET, (short) (wanted ? flags | ACK : flags & ~ACK));
    }

    private NetlinkRequest pad() {
        while (bytes.position() % 4 != 0) {
            room(1).put((byte) 0);
        }
        return this;
    }
}
