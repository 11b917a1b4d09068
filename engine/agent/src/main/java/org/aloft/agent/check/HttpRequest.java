package org.aloft.agent.check;

import java.util.Optional;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.HttpCheckBlock.Protocol;

/**
 * A request and where it goes.
 *
 * @param connection where the server is
 * @param protocol the version
 * @param path begins with {@code /}, or is a whole URL
 * @param virtualHost the {@code Host} line; the connection's target when empty
 */
record HttpRequest(CheckConnection connection, Protocol protocol, String path, Optional<String> virtualHost) {
    /**
     * As it goes over the wire. The agent's name is keepalived's, so that what a log leaves out for the one is left out
     * for the other.
     */
    String text() {
        return "GET " + path + " " + protocol.version() + "\r\nUser-Agent: KeepAliveClient\r\n"
                + (protocol.asksToClose() ? "Connection: close\r\n" : "")
                + "Host: " + virtualHost.orElse(Dialer.text(connection.target())) + "\r\n\r\n";
    }
}
