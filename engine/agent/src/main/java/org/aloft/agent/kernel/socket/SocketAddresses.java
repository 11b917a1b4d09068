package org.aloft.agent.kernel.socket;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * An address and a port as the kernel's sockets take them: {@code struct sockaddr_in} and {@code sockaddr_in6}. The
 * family is in the machine's byte order, port and address are in network order.
 *
 * <pre>{@code
 *       family  port  address                       family  port  flow  address         scope
 * IPv4  0       2     4 (4 bytes), 8 of zeros  IPv6 0       2     4     8 (16 bytes)    24
 * }</pre>
 */
final class SocketAddresses {
    /** The size of {@code sockaddr_in6}. */
    static final int LARGEST = 28;

    static final int IPV4_ADDRESS = 4;
    static final int IPV6_ADDRESS = 8;
    static final int IPV6_SCOPE = 24;

    private static final int IPV4_SIZE = 16;

    private SocketAddresses() {}

    static int family(InetAddress address) {
        return address instanceof Inet4Address ? SystemCalls.AF_INET : SystemCalls.AF_INET6;
    }

    static NativeBuffer of(InetAddress address, int port) {
        boolean ipv4 = address instanceof Inet4Address;
        NativeBuffer result = NativeBuffer.allocate(ipv4 ? IPV4_SIZE : LARGEST);
        ByteBuffer bytes = result.bytes();
        bytes.putShort(0, (short) family(address));
        bytes.put(2, (byte) (port >>> 8)).put(3, (byte) port);
        bytes.put(ipv4 ? IPV4_ADDRESS : IPV6_ADDRESS, address.getAddress());
        if (address instanceof Inet6Address six) {
            bytes.putInt(IPV6_SCOPE, six.getScopeId());
        }
        return result;
    }

    /**
     * A multicast group on one interface. {@code struct ip_mreqn}: group, local address (left out: the interface says
     * enough), interface index, four bytes each; {@code struct ipv6_mreq}: group (16 bytes), interface index (4).
     */
    static NativeBuffer membership(InetAddress group, int interfaceIndex) {
        boolean ipv4 = group instanceof Inet4Address;
        NativeBuffer membership = NativeBuffer.allocate(ipv4 ? 12 : 20);
        membership.bytes().put(0, group.getAddress()).putInt(ipv4 ? 8 : 16, interfaceIndex);
        return membership;
    }

    /** The address in what the kernel wrote; an IPv6 address comes without its scope. */
    static InetAddress address(ByteBuffer written) {
        boolean ipv4 = written.getShort(0) == SystemCalls.AF_INET;
        byte[] octets = new byte[ipv4 ? 4 : 16];
        written.get(ipv4 ? IPV4_ADDRESS : IPV6_ADDRESS, octets);
        try {
            return ipv4 ? InetAddress.getByAddress(octets) : Inet6Address.getByAddress(null, octets, -1);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four or sixteen octets are always an address", impossible);
        }
    }
}
