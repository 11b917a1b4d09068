package org.aloft.agent.check;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer of HTTP/1.x as it comes in: a head up to the first empty line, then the body, until the length that the
 * head told is reached or the server closes. The body is taken as it came over the wire, chunks' frames and all, as
 * keepalived's {@code genhash} does; a digest that was made with the one holds for the other.
 *
 * <p>Bounded: a head of at most {@link #LONGEST_HEAD}, a body of at most {@link #LONGEST_BODY} bytes, of which the
 * first {@link #KEPT} are kept. For one thread.
 */
final class HttpAnswer {
    /** In bytes. */
    static final int LONGEST_HEAD = 64 * 1024;
    /** In bytes. */
    static final int LONGEST_BODY = 16 * 1024 * 1024;
    /** How much of the body a regular expression sees, in bytes. */
    static final int KEPT = 1024 * 1024;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/[0-9]\\.[0-9] +([0-9]{3})(?:[ \r].*)?");
    private static final Pattern CONTENT_LENGTH =
            Pattern.compile("\r\nContent-Length:[ \t]*([0-9]{1,18})[ \t]*\r\n", Pattern.CASE_INSENSITIVE);
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final String HEAD_END = "\r\n\r\n";

    private final MessageDigest digest = md5();
    private final boolean keepsBody;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean headComplete;
    private int endMarks;
    private int status;
    private long expected = Long.MAX_VALUE;
    private long length;
    private Optional<String> problem = Optional.empty();

    /** @param keepsBody whether {@link #body} will be asked for */
    HttpAnswer(boolean keepsBody) {
        this.keepsBody = keepsBody;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance(
                    "MD5"); // no secret hangs on it: it tells whether a page is the expected one
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java runtime has MD5", missing);
        }
    }

    /** Takes the next bytes. */
    void read(ByteBuf bytes) {
        while (!headComplete && bytes.isReadable() && problem.isEmpty()) {
            readHead(bytes.readByte());
        }
        if (headComplete && bytes.isReadable()) {
            readBody(bytes);
        }
    }

    private void readHead(byte next) {
        head.write(next);
        endMarks = next == HEAD_END.charAt(endMarks) ? endMarks + 1 : next == '\r' ? 1 : 0;
        if (endMarks == HEAD_END.length()) {
            headComplete = true;
            readFields();
        } else if (head.size() == LONGEST_HEAD) {
            problem = Optional.of("its head is longer than " + LONGEST_HEAD + " bytes");
        }
    }

    private void readFields() {
        String text = head();
        Matcher line = STATUS_LINE.matcher(text.substring(0, text.indexOf("\r\n")));
        if (!line.matches()) {
            problem = Optional.of("it does not begin with a status line of HTTP/1.x");
            return;
        }
        status = Integer.parseInt(line.group(1));
        Matcher contentLength = CONTENT_LENGTH.matcher(text);
        if (contentLength.find()) {
            expected = Long.parseLong(contentLength.group(1));
        }
        if (status == NO_CONTENT || status == NOT_MODIFIED) {
            expected = 0;
        }
    }

    private void readBody(ByteBuf bytes) {
        int count = (int) Math.min(bytes.readableBytes(), expected - length);
        if (length + count > LONGEST_BODY) {
            problem = Optional.of("its body is longer than " + LONGEST_BODY + " bytes");
            return;
        }
        byte[] part = new byte[count];
        bytes.readBytes(part);
        digest.update(part);
        if (keepsBody) {
            body.write(part, 0, Math.min(count, KEPT - body.size()));
        }
        length += count;
    }

    /** Why it cannot be used, as {@code its head is …}. */
    Optional<String> problem() {
        return problem;
    }

    /** Whether it is complete, without waiting for the server to close. */
    boolean isComplete() {
        return headComplete && length >= expected;
    }

    /** Whether the head is there, and with it the status. */
    boolean hasHead() {
        return headComplete;
    }

    /** Such as 200; once {@link #hasHead}. */
    int status() {
        return status;
    }

    /** As it came, ending with an empty line. */
    String head() {
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Of the body, in bytes. */
    long length() {
        return length;
    }

    /** The first {@link #KEPT} bytes. */
    byte[] body() {
        return body.toByteArray();
    }

    /** MD5 of the body, as 32 lower-case hexadecimal digits. Once, at the end. */
    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
