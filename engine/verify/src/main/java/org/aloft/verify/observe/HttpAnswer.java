package org.aloft.verify.observe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to one HTTP/1.1 GET request (RFC 9112) on its own connection.
 *
 * @param status 100..599
 * @param body without the chunked transfer coding, truncated where it is longer than was asked for
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
public record HttpAnswer(int status, byte[] body) {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:\\s*(\\d+)\\s*$");
    private static final Pattern CHUNKED = Pattern.compile("(?im)^transfer-encoding:.*\\bchunked\\s*$");
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Sends the request and reads the answer.
     *
     * @param path begins with a slash
     * @param mostBytes of header and body as many are read
     * @throws IOException when the connection breaks or the answer is not HTTP
     */
    public static HttpAnswer get(InputStream input, OutputStream output, String authority, String path, int mostBytes)
            throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + authority
                + "\r\nUser-Agent: aloft-verify\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        output.write(request.getBytes(StandardCharsets.US_ASCII));
        output.flush();
        return read(input, mostBytes);
    }

    static HttpAnswer read(InputStream input, int mostBytes) throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        int headEnd = -1;
        long wanted = mostBytes;
        while (seen.size() < wanted) {
            int count = input.read(buffer);
            if (count < 0) {
                break;
            }
            seen.write(buffer, 0, count);
            if (headEnd < 0) {
                headEnd = headEnd(seen.toByteArray());
                wanted = headEnd < 0 ? mostBytes : wantedBytes(seen.toByteArray(), headEnd, mostBytes);
            }
        }
        return answer(seen.toByteArray(), headEnd, wanted, mostBytes);
    }

    private static HttpAnswer answer(byte[] all, int headEnd, long wanted, int mostBytes) throws IOException {
        if (all.length == 0) {
            throw new IOException("the connection was closed without an answer");
        }
        if (headEnd < 0) {
            throw new IOException("the answer ended within its header");
        }
        if (wanted < mostBytes && all.length < wanted) {
            throw new IOException(
                    "the answer ended after " + (all.length - headEnd) + " of " + (wanted - headEnd) + " bytes");
        }
        String head = new String(all, 0, headEnd, StandardCharsets.ISO_8859_1);
        Matcher status = STATUS_LINE.matcher(head.lines().findFirst().orElse(""));
        if (!status.matches()) {
            throw new IOException("the answer is not HTTP");
        }
        byte[] body = Arrays.copyOfRange(all, headEnd, all.length);
        return new HttpAnswer(
                Integer.parseInt(status.group(1)),
                CHUNKED.matcher(head).find() ? unchunked(body, all.length >= mostBytes) : body);
    }

    /**
     * Takes the chunked transfer coding off (RFC 9112 §7.1); haproxy sends its statistics in it even by HTTP/1.0.
     *
     * @param truncated whether the end is missing because it was too long, and not because the connection broke
     */
    private static byte[] unchunked(byte[] coded, boolean truncated) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int lineEnd = at;
            while (lineEnd < coded.length && coded[lineEnd] != '\n') {
                lineEnd++;
            }
            int length = lineEnd < coded.length ? chunkSize(coded, at, lineEnd) : -1;
            int left = coded.length - lineEnd - 1;
            if (length == 0) {
                return body.toByteArray();
            }
            if (length < 0 || length > left) {
                if (!truncated) {
                    throw new IOException("the answer ended within a chunk");
                }
                body.write(coded, Math.min(lineEnd + 1, coded.length), Math.max(0, left));
                return body.toByteArray();
            }
            body.write(coded, lineEnd + 1, length);
            at = Math.min(lineEnd + 1 + length + 2, coded.length);
        }
    }

    private static int chunkSize(byte[] coded, int from, int to) throws IOException {
        String size = new String(coded, from, to - from, StandardCharsets.ISO_8859_1).replaceAll("[;\\s].*", "");
        if (!size.matches("[0-9a-fA-F]{1,7}")) {
            throw new IOException("the answer has a broken chunk");
        }
        return Integer.parseInt(size, 16);
    }

    private static long wantedBytes(byte[] seen, int headEnd, int mostBytes) {
        Matcher length = LENGTH.matcher(new String(seen, 0, headEnd, StandardCharsets.ISO_8859_1));
        return length.find() ? Math.min(mostBytes, headEnd + Long.parseLong(length.group(1))) : mostBytes;
    }

    private static int headEnd(byte[] bytes) {
        for (int at = 0; at + HEAD_END.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
                return at + HEAD_END.length;
            }
        }
        return -1;
    }
}
