package org.aloft.agent.check;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.spec.InvalidKeySpecException;

/**
 * The distinguished encoding of ASN.1 (X.690), as far as private keys need it: an element is a tag, the length of its
 * content, and the content.
 *
 * <pre>
 * +-----+--------+---------+    length &lt; 128: one byte; else 0x80 + n, and n bytes
 * | tag | length | content |
 * +-----+--------+---------+
 * </pre>
 */
final class Der {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    /** The first element that a sequence names rather than has in order. */
    static final int FIRST_OPTION = 0xA0;

    private static final int LONG_FORM = 0x80;

    private Der() {}

    /** An element with the parts as its content. */
    static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length < LONG_FORM) {
            element.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            element.write(LONG_FORM + bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                element.write(length >>> shift);
            }
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    /**
     * The content of the next element.
     *
     * @throws InvalidKeySpecException it has another tag, or is cut short
     */
    static byte[] content(ByteBuffer input, int tag) throws InvalidKeySpecException {
        try {
            if (Byte.toUnsignedInt(input.get()) != tag) {
                throw new InvalidKeySpecException("an element is not the one that was looked for");
            }
            byte[] content = new byte[length(input)];
            input.get(content);
            return content;
        } catch (BufferUnderflowException cut) {
            throw new InvalidKeySpecException("an element is cut short", cut);
        }
    }

    /** Whether there is a next element, with this tag. */
    static boolean comesNext(ByteBuffer input, int tag) {
        return input.hasRemaining() && Byte.toUnsignedInt(input.get(input.position())) == tag;
    }

    private static int length(ByteBuffer input) throws InvalidKeySpecException {
        int first = Byte.toUnsignedInt(input.get());
        long length = first;
        if (first >= LONG_FORM) {
            length = 0;
            for (int left = first - LONG_FORM; left > 0; left--) {
                length = length << 8 | Byte.toUnsignedInt(input.get());
            }
        }
        if (length < 0 || length > input.remaining()) {
            throw new InvalidKeySpecException("an element is longer than the whole");
        }
        return (int) length;
    }
}
