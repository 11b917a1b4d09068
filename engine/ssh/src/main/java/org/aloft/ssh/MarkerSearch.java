package org.aloft.ssh;

import java.nio.charset.StandardCharsets;

/**
 * Finds a marker in a stream whose pieces may cut it anywhere. The marker's first byte must not occur again in it,
 * except as its last: then one counter is all the state that is needed. Not safe for use by several threads.
 */
final class MarkerSearch {
    private final byte[] marker;
    private int matched;

    MarkerSearch(String marker) {
        this.marker = marker.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Looks through the next piece of the stream.
     *
     * @return the index behind the marker's last byte, or -1 when the marker does not end between from and to
     */
    int end(byte[] source, int from, int to) {
        for (int index = from; index < to; index++) {
            if (source[index] == marker[matched]) {
                matched++;
            } else {
                matched = source[index] == marker[0] ? 1 : 0;
            }
            if (matched == marker.length) {
                matched = 0;
                return index + 1;
            }
        }
        return -1;
    }
}
