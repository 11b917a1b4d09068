package org.aloft.agent.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import org.aloft.agent.config.DnsCheckBlock;

/**
 * One question to a name server, and which message answers it (RFC 1035 §4.1):
 *
 * <pre>
 *  0               1               2               3
 * +---------------+---------------+---------------+---------------+
 * |              id               |QR OPCODE AA TC RD|RA Z | RCODE |
 * +---------------+---------------+---------------+---------------+
 * |            QDCOUNT            |            ANCOUNT            |
 * +---------------+---------------+---------------+---------------+
 * |            NSCOUNT            |            ARCOUNT            |
 * +---------------+---------------+---------------+---------------+
 * |  QNAME: length, label, …, 0   |     QTYPE     |    QCLASS     |
 * +---------------+---------------+---------------+---------------+
 * </pre>
 *
 * @param id 0..65535, the same in the answer
 * @param type what kind of record
 * @param name with or without a dot at its end; a dot alone is the root
 */
record DnsQuestion(int id, DnsCheckBlock.Type type, String name) {
    private static final int HEADER = 12;
    private static final int LONGEST = HEADER + 255 + 4;
    private static final short RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x8000;
    private static final short INTERNET = 1;
    private static final String[] CODES = {"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"};

    /** As it goes over the wire. */
    byte[] encode() {
        ByteBuffer message = ByteBuffer.allocate(LONGEST);
        message.putShort((short) id).putShort(RECURSION_DESIRED);
        message.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        putQuestion(message);
        return Arrays.copyOf(message.array(), message.position());
    }

    private void putQuestion(ByteBuffer message) {
        for (String label : name.split("\\.", 0)) { // the root has no labels
            byte[] letters = label.getBytes(StandardCharsets.US_ASCII);
            message.put((byte) letters.length).put(letters);
        }
        message.put((byte) 0).putShort((short) type.code()).putShort(INTERNET);
    }

    /** RCODE, if the message answers this question; 0 is fine. */
    OptionalInt answerCode(byte[] message) {
        ByteBuffer bytes = ByteBuffer.wrap(message);
        if (message.length < HEADER || Short.toUnsignedInt(bytes.getShort(0)) != id) {
            return OptionalInt.empty();
        }
        int flags = bytes.getShort(2);
        return (flags & RESPONSE) == 0 ? OptionalInt.empty() : OptionalInt.of(flags & 0xf);
    }

    /** As {@code NXDOMAIN}. */
    static String codeName(int code) {
        return code < CODES.length ? CODES[code] : "RCODE " + code;
    }
}
