package org.aloft.agent.status;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What counts of a request's head (RFC 9112 §3).
 *
 * @param method such as {@code GET}
 * @param path begins with {@code /}; without the query
 * @param host from the request's target or else from its line {@code Host}; HTTP/1.0 may go without
 */
record RequestHead(String method, String path, Optional<String> host) {
    private static final Pattern FIRST_LINE = Pattern.compile(
            "([A-Za-z]{1,20}) (?:[Hh][Tt][Tt][Pp]://([^/?# ]+))?(/[^?# ]*)?(?:\\?[^ ]*)? HTTP/1\\.([01])");

    /**
     * Reads a head.
     *
     * @param text all of its lines
     * @return empty when it is none
     */
    static Optional<RequestHead> read(String text) {
        String[] lines = text.split("\r?\n", -1);
        Matcher first = FIRST_LINE.matcher(lines[0]);
        if (!first.matches() || (first.group(2) == null && first.group(3) == null)) {
            return Optional.empty();
        }
        Optional<String> host = Optional.empty();
        for (int index = 1; index < lines.length; index++) {
            if (lines[index].regionMatches(true, 0, "Host:", 0, 5)) {
                if (host.isPresent()) {
                    return Optional.empty(); // §3.2: more than one is an error
                }
                host = Optional.of(lines[index].substring(5).strip());
            }
        }
        if (host.isEmpty() && first.group(4).equals("1")) {
            return Optional.empty();
        }
        String path = first.group(3) == null ? "/" : first.group(3);
        return Optional.of(
                new RequestHead(first.group(1), path, first.group(2) == null ? host : Optional.of(first.group(2))));
    }
}
