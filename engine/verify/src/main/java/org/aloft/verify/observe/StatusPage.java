package org.aloft.verify.observe;

import java.util.Locale;

/** Where a program on a director says how it is, on the host's own loopback. */
public enum StatusPage {
    ALOFTD(9753, "/status.json"),
    /** As templates/haproxy.cfg.ftl has it. */
    HAPROXY(9754, "/;csv");

    private final int port;
    private final String path;

    StatusPage(int port, String path) {
        this.port = port;
        this.path = path;
    }

    int port() {
        return port;
    }

    String path() {
        return path;
    }

    /** The program. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
