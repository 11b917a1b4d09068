package org.aloft.agent.config;

import java.util.List;
import java.util.Optional;

/**
 * {@code url { … }}: one request and what its answer must be. All of its conditions must hold.
 *
 * @param path what is asked for; {@code /} when not said
 * @param digest MD5 of the answer's body as it came over the wire, 32 lower-case hexadecimal digits, as {@code genhash}
 *     prints it
 * @param statusCodes the ranges that are fine; 200–299 when not said
 * @param virtualHost the {@code Host} line; the check's target when neither the url nor a server around it has one
 * @param body what the body must match, or must not
 * @param requiresCloseNotify {@code tls_compliant}: whether a TLS connection that just ends, without saying so first,
 *     is a failure
 */
public record HttpUrlBlock(
        String path,
        Optional<String> digest,
        List<StatusRange> statusCodes,
        Optional<String> virtualHost,
        Optional<BodyPattern> body,
        boolean requiresCloseNotify) {
    /** Takes a copy of the list. */
    public HttpUrlBlock {
        statusCodes = List.copyOf(statusCodes);
    }

    /** The path as others may see it: without a user's password and without what follows the question mark. */
    public String saidPath() {
        return said(path);
    }

    /** The same of any text that may be a URL or the path of one. */
    public static String said(String text) {
        String withoutUser = text.replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@", "$1…@");
        int query = withoutUser.indexOf('?');
        return query < 0 ? withoutUser : withoutUser.substring(0, query) + "?…";
    }

    /**
     * Status codes that are fine.
     *
     * @param first 100..999
     * @param last {@code first} or more
     */
    public record StatusRange(int first, int last) {
        /** keepalived's default. */
        public static final StatusRange SUCCESS = new StatusRange(200, 299);

        /** Whether the code is one of them. */
        public boolean contains(int code) {
            return code >= first && code <= last;
        }

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }
}
