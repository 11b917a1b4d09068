package org.aloft.agent.kernel.socket;

import java.nio.ByteBuffer;
import org.aloft.agent.kernel.SystemCalls;
import org.aloft.agent.kernel.route.MacAddress;
import org.aloft.agent.kernel.route.NetworkInterface;

/**
 * {@code struct sockaddr_ll}: where a frame goes that a packet socket sends, or what a packet socket hears
 * ({@code man 7 packet}). In the machine's byte order but for
 * the protocol.
 *
 * <pre>{@code
 *  0 AF_PACKET (2 bytes)     8 hardware type (2)
 *  2 protocol, big-endian   10 packet type (1)
 *  4 interface index (4)    11 MAC length (1), 12 MAC (8)
 * }</pre>
 */
final class LinkLayerAddress {
    static final int SIZE = 20;

    private LinkLayerAddress() {}

    static void write(ByteBuffer into, int etherType, NetworkInterface on, MacAddress mac) {
        into.putShort(0, (short) SystemCalls.AF_PACKET);
        into.put(2, (byte) (etherType >>> 8)).put(3, (byte) etherType);
        into.putInt(4, on.index());
        into.put(11, (byte) MacAddress.LENGTH);
        mac.write(into, 12);
    }
}
