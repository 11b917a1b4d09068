package org.aloft.agent.kernel;

import java.net.Inet4Address;
import java.nio.ByteBuffer;

/**
 * An IPv4 packet that came in, without its IP header.
 *
 * @param source the sender's address
 * @param destination the address it was sent to: the multicast group's, or one of this host's
 * @param ttl as it arrived, 0 to 255; VRRP accepts 255 only (RFC 9568 section 5.1.1.3)
 * @param payload what the header carried, between position and limit; a view of the buffer handed to {@code receive}, valid until
 *     that is used again
 */
public record ReceivedPacket(Inet4Address source, Inet4Address destination, int ttl, ByteBuffer payload) {}
