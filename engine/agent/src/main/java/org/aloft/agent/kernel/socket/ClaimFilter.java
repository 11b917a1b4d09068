package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import org.aloft.agent.kernel.route.MacAddress;

/**
 * The kernel's part of {@link ClaimSocket}: lets a frame through when it claims one of some addresses and does not come
 * from the interface's own MAC. An IPv6 address is compared by its last four octets, which leaves next to nothing for
 * the rest of the comparison.
 */
final class ClaimFilter {
    /**
     * Beyond that the kernel's default limit for filters (net.core.optmem_max) is near: then it looks only at the kind
     * of frame.
     */
    static final int MOST_ADDRESSES = 500;

    private static final int ARP_MAC = 22;
    private static final int ARP_SENDER = 28;
    private static final int ARP_TARGET = 38;
    private static final int ETHERNET_SOURCE = 6;
    private static final int NEXT_HEADER = 20;
    private static final int ICMPV6 = 58;
    private static final int ICMP_TYPE = 54;
    private static final int ADVERTISEMENT = 136;
    private static final int TARGET_END = 74;

    private ClaimFilter() {}

    static PacketFilter of(Collection<InetAddress> addresses, boolean ipv4, MacAddress own) {
        PacketFilter.Builder filter = new PacketFilter.Builder();
        if (!ipv4) {
            filter.loadOctet(NEXT_HEADER).passIfEqual(ICMPV6);
            filter.loadOctet(ICMP_TYPE).passIfEqual(ADVERTISEMENT);
        }
        int mac = ipv4 ? ARP_MAC : ETHERNET_SOURCE;
        filter.dropIfSix(mac, own.bits());
        if (addresses.size() <= MOST_ADDRESSES) {
            filter.loadWord(ipv4 ? ARP_SENDER : TARGET_END);
            addresses.forEach(address -> filter.takeIfEqual(lastWord(address)));
            return filter.dropTheRest();
        }
        if (ipv4) { // gratuitous ARP: sender and target are one
            return filter.takeIfSameWords(ARP_SENDER, ARP_TARGET).dropTheRest();
        }
        return filter.takeTheRest();
    }

    private static int lastWord(InetAddress address) {
        byte[] octets = address.getAddress();
        return ByteBuffer.wrap(octets).getInt(octets.length - Integer.BYTES);
    }
}
