package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * A received datagram.
 *
 * @param source who sent it
 * @param interfaceIndex the kernel's number of the interface by which it came; 0 if the kernel did not say
 * @param hopsLeft the TTL or hop limit with which it arrived, 1..255; -1 if the kernel did not say
 * @param payload its bytes, from position to limit
 */
public record UdpDatagram(InetAddress source, int interfaceIndex, int hopsLeft, ByteBuffer payload) {}
