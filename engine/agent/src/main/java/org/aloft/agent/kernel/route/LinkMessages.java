package org.aloft.agent.kernel.route;

import java.nio.ByteBuffer;
import org.aloft.agent.kernel.SystemCalls;
import org.aloft.agent.kernel.netlink.NetlinkRequest;

/**
 * Changes of interfaces as rtnetlink writes them ({@code linux/if_link.h}); the header is drawn at {@link
 * RouteMessages}. Pure functions.
 */
final class LinkMessages {
    private static final int SET_LINK = 19;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_LINK = 5;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int IFLA_MACVLAN_MODE = 1;
    private static final int MACVLAN_MODE_PRIVATE = 1;
    private static final int IFLA_AF_SPEC = 26;
    private static final int IFLA_INET6_ADDR_GEN_MODE = 8;
    private static final byte ADDR_GEN_MODE_NONE = 1;
    private static final int IFF_UP = 1;

    private LinkMessages() {}

    static NetlinkRequest addMacvlan(String name, int parent, MacAddress mac) {
        ByteBuffer octets = ByteBuffer.allocate(MacAddress.LENGTH);
        mac.write(octets, 0);
        int flags = NetlinkRequest.ACK | NetlinkRequest.CREATE | NetlinkRequest.EXCLUSIVE;
        NetlinkRequest request = header(RouteMessages.NEW_LINK, flags, 0, 0)
                .attribute(IFLA_IFNAME, name)
                .attribute32(IFLA_LINK, parent)
                .attribute(IFLA_ADDRESS, octets.array());
        int information = request.begin(IFLA_LINKINFO);
        request.attribute(IFLA_INFO_KIND, "macvlan");
        int data = request.begin(IFLA_INFO_DATA);
        request.attribute32(IFLA_MACVLAN_MODE, MACVLAN_MODE_PRIVATE);
        return request.end(data).end(information);
    }

    /** IPv6 addresses are put on it by the one who made it, or not at all. */
    static NetlinkRequest withoutGeneratedAddress(int index) {
        NetlinkRequest request = header(SET_LINK, NetlinkRequest.ACK, index, 0);
        int families = request.begin(IFLA_AF_SPEC);
        int ipv6 = request.begin(SystemCalls.AF_INET6);
        request.attribute(IFLA_INET6_ADDR_GEN_MODE, new byte[] {ADDR_GEN_MODE_NONE});
        return request.end(ipv6).end(families);
    }

    static NetlinkRequest up(int index) {
        return header(SET_LINK, NetlinkRequest.ACK, index, IFF_UP);
    }

    static NetlinkRequest remove(int index) {
        return header(RouteMessages.DELETE_LINK, NetlinkRequest.ACK, index, 0);
    }

    /** @param flags those that are set; no other changes */
    private static NetlinkRequest header(int type, int options, int index, int flags) {
        return new NetlinkRequest(type, options)
                .int32(0)
                .int32(index)
                .int32(flags)
                .int32(flags);
    }
}
