package org.aloft.agent.config;

import java.util.Optional;

/**
 * {@code UDP_CHECK { … }}: the real server is up unless the network says that nobody takes the datagram; with {@code
 * require_reply}, when it answers as it should.
 *
 * @param connection whom to send to
 * @param pace how often
 * @param payload what to send; random bytes when empty
 * @param reply what must come back; empty: nothing need come back
 */
public record UdpCheckBlock(
        CheckConnection connection, CheckPace pace, Optional<HexBytes> payload, Optional<ExpectedReply> reply)
        implements PolledCheckBlock {
    @Override
    public String keyword() {
        return "UDP_CHECK";
    }

    /**
     * What must come back.
     *
     * @param content what the first bytes must be; empty for anything
     * @param leastLength in bytes; 0 when not said
     * @param mostLength in bytes; 255 when not said
     */
    public record ExpectedReply(Optional<HexBytes> content, int leastLength, int mostLength) {}
}
