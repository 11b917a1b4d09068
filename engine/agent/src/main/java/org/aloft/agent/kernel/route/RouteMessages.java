package org.aloft.agent.kernel.route;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import org.aloft.agent.kernel.SystemCalls;
import org.aloft.agent.kernel.netlink.NetlinkAttributes;
import org.aloft.agent.kernel.netlink.NetlinkRequest;

/**
 * Links and addresses as rtnetlink writes them ({@code linux/rtnetlink.h}, {@code linux/if_link.h}, {@code
 * linux/if_addr.h}).
 *
 * <pre>{@code
 * struct ifinfomsg (RTM_*LINK)                 struct ifaddrmsg (RTM_*ADDR)
 *  0       1       2       3                    0       1       2       3
 * +-------+-------+-------+-------+            +-------+-------+-------+-------+
 * | family|   0   | device type   |  0         | family| prefix| flags | scope |  0
 * +-------+-------+---------------+            +-------+-------+-------+-------+
 * | interface index               |  4         | interface index               |  4
 * +-------------------------------+            +-------------------------------+
 * | flags: IFF_UP, IFF_RUNNING …  |  8         | attributes IFA_*              |  8
 * +-------------------------------+            +-------------------------------+
 * | which flags change            | 12
 * +-------------------------------+
 * | attributes IFLA_*             | 16
 * +-------------------------------+
 * }</pre>
 *
 * <p>Pure functions.
 */
final class RouteMessages {
    static final int NEW_LINK = 16;
    static final int DELETE_LINK = 17;
    static final int NEW_ADDRESS = 20;
    static final int DELETE_ADDRESS = 21;

    private static final int GET_LINK = 18;
    private static final int GET_ADDRESS = 22;

    private static final int LINK_HEADER = 16;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFF_UP = 0x1;
    private static final int IFF_RUNNING = 0x40;
    private static final int IFF_MULTICAST = 0x1000;

    private static final int ADDRESS_HEADER = 8;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_LABEL = 3;
    private static final int IFA_BROADCAST = 4;
    private static final int IFA_CACHEINFO = 6;
    private static final int IFA_FLAGS = 8;
    private static final int FOR_EVER = 0xffff_ffff;
    private static final int LOW_FLAGS = 0xff;

    private RouteMessages() {}

    static NetlinkRequest linkByName(String name) {
        return linkRequest(NetlinkRequest.ACK).attribute(IFLA_IFNAME, name);
    }

    static NetlinkRequest allLinks() {
        return linkRequest(NetlinkRequest.DUMP);
    }

    private static NetlinkRequest linkRequest(int flags) {
        return new NetlinkRequest(GET_LINK, flags).int32(0).int32(0).int32(0).int32(0);
    }

    static NetlinkRequest allAddresses() {
        return new NetlinkRequest(GET_ADDRESS, NetlinkRequest.DUMP).int32(0).int32(0);
    }

    static NetlinkRequest addAddress(InterfaceAddress address) {
        return addressRequest(
                NEW_ADDRESS, NetlinkRequest.ACK | NetlinkRequest.CREATE | NetlinkRequest.EXCLUSIVE, address);
    }

    static NetlinkRequest removeAddress(InterfaceAddress address) {
        return addressRequest(DELETE_ADDRESS, NetlinkRequest.ACK, address);
    }

    private static NetlinkRequest addressRequest(int type, int flags, InterfaceAddress address) {
        boolean ipv4 = address.address() instanceof Inet4Address;
        int bits = AddressFlag.bits(address.flags());
        NetlinkRequest request = new NetlinkRequest(type, flags)
                .int8(ipv4 ? SystemCalls.AF_INET : SystemCalls.AF_INET6)
                .int8(address.prefixLength())
                .int8(bits & LOW_FLAGS)
                .int8(address.scope().value())
                .int32(address.interfaceIndex())
                .attribute(IFA_LOCAL, address.address())
                .attribute(IFA_ADDRESS, address.peer().orElse(address.address()));
        address.broadcast().ifPresent(broadcast -> request.attribute(IFA_BROADCAST, broadcast));
        address.label().ifPresent(label -> request.attribute(IFA_LABEL, label));
        if (bits > LOW_FLAGS) {
            request.attribute32(IFA_FLAGS, bits);
        }
        address.preferred().ifPresent(time -> request.attribute(IFA_CACHEINFO, lifetimes((int) time.toSeconds())));
        return request;
    }

    /**
     * {@code struct ifa_cacheinfo}: preferred and valid lifetime in seconds, and two times that the kernel fills in.
     */
    private static byte[] lifetimes(int preferred) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putInt(0, preferred)
                .putInt(4, FOR_EVER)
                .array();
    }

    static NetworkInterface link(ByteBuffer payload) {
        int flags = payload.getInt(8);
        NetlinkAttributes attributes = NetlinkAttributes.parse(payload, LINK_HEADER);
        return new NetworkInterface(
                payload.getInt(4),
                attributes.text(IFLA_IFNAME).orElse(""),
                attributes.bytes(IFLA_ADDRESS).map(MacAddress::of).orElse(MacAddress.NONE),
                attributes.int32(IFLA_MTU, 0),
                (flags & IFF_UP) != 0,
                (flags & IFF_RUNNING) != 0,
                (flags & IFF_MULTICAST) != 0);
    }

    /** Empty for an address family other than IPv4 and IPv6. */
    static Optional<InterfaceAddress> address(ByteBuffer payload) {
        int family = payload.get(0);
        if (family != SystemCalls.AF_INET && family != SystemCalls.AF_INET6) {
            return Optional.empty();
        }
        NetlinkAttributes attributes = NetlinkAttributes.parse(payload, ADDRESS_HEADER);
        // On a point-to-point link IFA_ADDRESS is the peer's; IPv6 gives IFA_LOCAL only there.
        Optional<InetAddress> local = attributes.address(IFA_LOCAL).or(() -> attributes.address(IFA_ADDRESS));
        Optional<InetAddress> peer = attributes.address(IFA_ADDRESS).filter(other -> !other.equals(local.get()));
        int flags = attributes.int32(IFA_FLAGS, Byte.toUnsignedInt(payload.get(2)));
        return local.map(address -> new InterfaceAddress(
                payload.getInt(4),
                address,
                Byte.toUnsignedInt(payload.get(1)),
                Scope.of(Byte.toUnsignedInt(payload.get(3))),
                attributes.text(IFA_LABEL),
                attributes.address(IFA_BROADCAST),
                peer,
                AddressFlag.of(flags),
                preferred(attributes)));
    }

    private static Optional<Duration> preferred(NetlinkAttributes attributes) {
        return attributes
                .bytes(IFA_CACHEINFO)
                .map(times -> times.getInt(0))
                .filter(seconds -> seconds != FOR_EVER)
                .map(seconds -> Duration.ofSeconds(Integer.toUnsignedLong(seconds)));
    }
}
