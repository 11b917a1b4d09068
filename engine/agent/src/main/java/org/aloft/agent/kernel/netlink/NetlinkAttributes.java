package org.aloft.agent.kernel.netlink;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The attributes of one netlink message, by type; the layout is drawn at {@link NetlinkRequest}. For one thread. */
public final class NetlinkAttributes {
    private static final int TYPE_MASK = 0x3fff;
    private static final int HEADER = 4;

    private final Map<Integer, ByteBuffer> values = new HashMap<>();

    private NetlinkAttributes() {}

    /** Reads the attributes from {@code offset} to the buffer's end. Of two with one type the later counts. */
    public static NetlinkAttributes parse(ByteBuffer in, int offset) {
        NetlinkAttributes attributes = new NetlinkAttributes();
        int at = offset;
        while (at + HEADER <= in.limit()) {
            int length = Short.toUnsignedInt(in.getShort(at));
            if (length < HEADER || at + length > in.limit()) {
                throw new IllegalArgumentException(
                        "a netlink attribute of " + length + " bytes at byte " + at + " of " + in.limit());
            }
            ByteBuffer value = in.slice(at + HEADER, length - HEADER).order(ByteOrder.nativeOrder());
            attributes.values.put(in.getShort(at + 2) & TYPE_MASK, value);
            at += align(length);
        }
        return attributes;
    }

    static int align(int length) {
        return (length + 3) & ~3;
    }

    /** The value of an attribute, as it came. */
    public Optional<ByteBuffer> bytes(int type) {
        return Optional.ofNullable(values.get(type));
    }

    /** The attributes within an attribute. */
    public Optional<NetlinkAttributes> nested(int type) {
        return bytes(type).map(value -> parse(value, 0));
    }

    /** A text, without the zero at its end. */
    public Optional<String> text(int type) {
        return bytes(type).map(value -> {
            byte[] text = new byte[value.remaining()];
            value.get(0, text);
            int end = text.length > 0 && text[text.length - 1] == 0 ? text.length - 1 : text.length;
            return new String(text, 0, end, StandardCharsets.UTF_8);
        });
    }

    /** A number of 32 bits; {@code otherwise} when it is not there. */
    public int int32(int type, int otherwise) {
        ByteBuffer value = values.get(type);
        return value == null ? otherwise : value.getInt(0);
    }

    /** An unsigned number of 16 bits; {@code otherwise} when it is not there. */
    public int int16(int type, int otherwise) {
        ByteBuffer value = values.get(type);
        return value == null ? otherwise : Short.toUnsignedInt(value.getShort(0));
    }

    /** An unsigned number of 8 bits; {@code otherwise} when it is not there. */
    public int int8(int type, int otherwise) {
        ByteBuffer value = values.get(type);
        return value == null ? otherwise : Byte.toUnsignedInt(value.get(0));
    }

    /** An unsigned number of 16 bits in network byte order. */
    public int net16(int type, int otherwise) {
        ByteBuffer value = values.get(type);
        return value == null ? otherwise : (Byte.toUnsignedInt(value.get(0)) << 8) | Byte.toUnsignedInt(value.get(1));
    }

    /** A number of 64 bits; {@code otherwise} when it is not there. */
    public long int64(int type, long otherwise) {
        ByteBuffer value = values.get(type);
        return value == null ? otherwise : value.getLong(0);
    }

    /** An address of 4 or 16 bytes. */
    public Optional<InetAddress> address(int type) {
        return bytes(type).map(value -> address(value, value.remaining()));
    }

    /** The first {@code length} bytes, 4 or 16, as an address. */
    public static InetAddress address(ByteBuffer value, int length) {
        byte[] octets = new byte[length];
        value.get(0, octets);
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes: " + length, e);
        }
    }
}
