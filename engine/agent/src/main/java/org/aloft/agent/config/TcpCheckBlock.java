package org.aloft.agent.config;

/**
 * {@code TCP_CHECK { … }}: the real server is up when it accepts a connection.
 *
 * @param connection whom to connect to
 * @param pace how often
 */
public record TcpCheckBlock(CheckConnection connection, CheckPace pace) implements PolledCheckBlock {
    @Override
    public String keyword() {
        return "TCP_CHECK";
    }
}
