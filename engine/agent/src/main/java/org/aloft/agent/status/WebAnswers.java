package org.aloft.agent.status;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is answered to which request (RFC 9110, RFC 9112). Knows no connection and waits for none; makers of documents
 * are called on the thread that asks.
 */
final class WebAnswers {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Map<String, WebServer.Content> contents;
    private final HostNames names;
    private final InstantSource calendar;

    /**
     * @param contents by path
     * @param names to which it answers
     * @param calendar for the line {@code Date}
     */
    WebAnswers(Map<String, WebServer.Content> contents, HostNames names, InstantSource calendar) {
        this.contents = Map.copyOf(contents);
        this.names = names;
        this.calendar = calendar;
    }

    /** An answer. */
    sealed interface Answer {
        /** All of it, head and body; to be sent once. */
        record Whole(ByteBuffer bytes) implements Answer {}

        /**
         * The beginning of a stream, to be sent once.
         *
         * @param stream what follows
         */
        record Follow(ByteBuffer head, WebServer.Stream stream) implements Answer {}
    }

    /** To a request; empty for one that is none. */
    Answer to(Optional<RequestHead> request) {
        if (request.isEmpty()) {
            return refusal("400 Bad Request", "");
        }
        if (!request.get().host().map(names::include).orElse(true)) {
            return refusal(
                    "421 Misdirected Request",
                    "aloftd answers to addresses, localhost, this host's name and those given by --http-host NAME\n");
        }
        if (!request.get().method().equals("GET")) {
            return whole("405 Method Not Allowed", "text/plain; charset=utf-8", "Allow: GET\r\n", new byte[0]);
        }
        return with(contents.get(request.get().path()));
    }

    private Answer with(WebServer.Content content) {
        if (content instanceof WebServer.Document document) {
            return whole("200 OK", document.type(), "", document.maker().make());
        }
        return content instanceof WebServer.Stream stream
                ? new Answer.Follow(ByteBuffer.wrap(head("200 OK", stream.type(), "", Optional.empty())), stream)
                : refusal("404 Not Found", "");
    }

    /** To a head without an end. */
    Answer.Whole tooLong() {
        return refusal("431 Request Header Fields Too Large", "");
    }

    /** To one that asks too slowly. */
    Answer.Whole tooSlow() {
        return refusal("408 Request Timeout", "");
    }

    /** In place of one stream too many. */
    Answer.Whole tooMany() {
        return refusal("503 Service Unavailable", "");
    }

    private Answer.Whole refusal(String status, String text) {
        return whole(status, "text/plain; charset=utf-8", "", text.getBytes(StandardCharsets.UTF_8));
    }

    private Answer.Whole whole(String status, String type, String fields, byte[] body) {
        byte[] head = head(status, type, fields, Optional.of(body.length));
        return new Answer.Whole(ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .flip());
    }

    private byte[] head(String status, String type, String fields, Optional<Integer> length) {
        String text = "HTTP/1.1 " + status + "\r\nDate: " + DATE.format(calendar.instant()) + "\r\nContent-Type: "
                + type
                + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n" + fields
                + length.map(bytes -> "Content-Length: " + bytes + "\r\n").orElse("") + "\r\n";
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
