package org.aloft.cli;

import java.net.URI;
import java.util.Locale;

/**
 * What a check by HTTP or HTTPS would find.
 *
 * @param status as answered, 100..999
 * @param digest MD5 of the body, 32 hexadecimal digits, as keepalived's genhash prints it
 */
record PageDigest(URI url, int status, String digest) {
    /** The kind of check: http or https. */
    String kind() {
        return url.getScheme().toLowerCase(Locale.ROOT);
    }

    /** What is asked for, with its query. */
    String path() {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
