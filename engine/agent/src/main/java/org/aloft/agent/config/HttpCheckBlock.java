package org.aloft.agent.config;

import java.util.List;

/**
 * {@code HTTP_GET { … }} and {@code SSL_GET { … }}: the real server is up when each url answers as it should.
 *
 * <pre>
 * HTTP_GET {
 *     http_protocol 1.1
 *     url {
 *         path /health
 *         status_code 200-299
 *         digest 9b3a0c85a887a256d6939da88aabd8cd
 *     }
 *     url {
 *         path /search?q=one
 *         regex "[0-9]+ results"
 *     }
 * }
 * </pre>
 *
 * @param connection whom to ask
 * @param pace how often; one url is asked for each time
 * @param tls whether it is {@code SSL_GET}
 * @param sendsServerName {@code enable_sni}: whether the TLS handshake names the virtual host; no when not said
 * @param protocol {@code http_protocol}; 1.0 when not said
 * @param fastRecovery whether a real server that is down is asked for all of its urls without a pause; no when not said
 * @param urls asked for in turn; one at least
 */
public record HttpCheckBlock(
        CheckConnection connection,
        CheckPace pace,
        boolean tls,
        boolean sendsServerName,
        Protocol protocol,
        boolean fastRecovery,
        List<HttpUrlBlock> urls)
        implements PolledCheckBlock {
    /** Takes a copy of the list. */
    public HttpCheckBlock {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("one url is needed at least");
        }
    }

    @Override
    public String keyword() {
        return tls ? "SSL_GET" : "HTTP_GET";
    }

    /** What the request line says, and whether the server is asked to close. */
    public enum Protocol {
        /** HTTP/1.0, where servers close the connection. */
        HTTP_1_0("1.0", "HTTP/1.0", false),
        /** HTTP/1.0 with {@code Connection: close}. */
        HTTP_1_0_CLOSE("1.0C", "HTTP/1.0", true),
        /** HTTP/1.1 with {@code Connection: close}. */
        HTTP_1_1("1.1", "HTTP/1.1", true);

        private final String keyword;
        private final String version;
        private final boolean asksToClose;

        Protocol(String keyword, String version, boolean asksToClose) {
            this.keyword = keyword;
            this.version = version;
            this.asksToClose = asksToClose;
        }

        /** As after {@code http_protocol}. */
        public String keyword() {
            return keyword;
        }

        /** As in the request line. */
        public String version() {
            return version;
        }

        /** Whether the request has the line {@code Connection: close}. */
        public boolean asksToClose() {
            return asksToClose;
        }
    }
}
