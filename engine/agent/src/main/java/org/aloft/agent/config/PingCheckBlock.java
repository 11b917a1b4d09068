package org.aloft.agent.config;

/**
 * {@code PING_CHECK { … }}: the real server is up when it answers an ICMP or ICMPv6 echo request.
 *
 * @param connection whom to ask; the port does not count
 * @param pace how often
 */
public record PingCheckBlock(CheckConnection connection, CheckPace pace) implements PolledCheckBlock {
    @Override
    public String keyword() {
        return "PING_CHECK";
    }
}
