package org.aloft.agent.kernel.route;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.ToIntFunction;
import org.aloft.agent.kernel.SystemCalls;
import org.aloft.agent.kernel.netlink.NetlinkAttributes;
import org.aloft.agent.kernel.netlink.NetlinkRequest;

/**
 * Routes as rtnetlink writes them ({@code linux/rtnetlink.h}).
 *
 * <pre>{@code
 * struct rtmsg                                 struct rtnexthop, one a hop in RTA_MULTIPATH
 *  0       1       2       3                    0       1       2       3
 * +-------+-------+-------+-------+            +---------------+-------+-------+
 * | family|dst len|src len|  TOS  |  0         | length        | flags |weight |  0
 * +-------+-------+-------+-------+            +---------------+-------+-------+   weight less 1
 * | table |protoc.| scope | type  |  4         | interface index               |  4
 * +-------+-------+-------+-------+            +-------------------------------+
 * | flags                         |  8         | attributes RTA_*              |  8
 * +-------------------------------+            +-------------------------------+
 * | attributes RTA_*              | 12
 * +-------------------------------+
 * }</pre>
 *
 * <p>Pure functions, given a way from an interface's name to its number.
 */
final class RouteTableMessages {
    static final int NEW_ROUTE = 24;
    static final int DELETE_ROUTE = 25;

    private static final int RTA_DST = 1;
    private static final int RTA_SRC = 2;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_PRIORITY = 6;
    private static final int RTA_PREFSRC = 7;
    private static final int RTA_METRICS = 8;
    private static final int RTA_MULTIPATH = 9;
    private static final int RTA_FLOW = 11;
    private static final int RTA_TABLE = 15;
    private static final int RTA_VIA = 18;
    private static final int RTA_PREF = 20;
    private static final int RTA_EXPIRES = 23;
    private static final int RTNH_F_ONLINK = 4;
    /** RT_TABLE_UNSPEC: the number is in RTA_TABLE alone. */
    private static final int TABLE_ELSEWHERE = 0;

    private RouteTableMessages() {}

    static NetlinkRequest add(Route route, ToIntFunction<String> indexes) {
        int order = route.place().append() ? NetlinkRequest.APPEND : 0;
        return request(NEW_ROUTE, NetlinkRequest.ACK | NetlinkRequest.CREATE | order, route, indexes);
    }

    static NetlinkRequest remove(Route route, ToIntFunction<String> indexes) {
        return request(DELETE_ROUTE, NetlinkRequest.ACK, route, indexes);
    }

    private static NetlinkRequest request(int type, int flags, Route route, ToIntFunction<String> indexes) {
        List<NextHop> hops = route.nextHops();
        boolean onLink = hops.size() == 1 && hops.get(0).onLink();
        NetlinkRequest request = new NetlinkRequest(type, flags)
                .int8(route.destination().ipv4() ? SystemCalls.AF_INET : SystemCalls.AF_INET6)
                .int8(route.destination().prefixLength())
                .int8(route.source().map(AddressBlock::prefixLength).orElse(0))
                .int8(route.place().typeOfService())
                .int8(TABLE_ELSEWHERE)
                .int8(route.protocol())
                .int8(route.place().scope())
                .int8(route.type().value())
                .int32(onLink ? RTNH_F_ONLINK : 0)
                .attribute(RTA_DST, route.destination().address())
                .attribute32(RTA_TABLE, route.place().table());
        route.source().ifPresent(source -> request.attribute(RTA_SRC, source.address()));
        route.place().priority().ifPresent(priority -> request.attribute32(RTA_PRIORITY, priority));
        route.preferredSource().ifPresent(source -> request.attribute(RTA_PREFSRC, source));
        if (route.realms() != 0) {
            request.attribute32(RTA_FLOW, route.realms());
        }
        route.lifetime()
                .preference()
                .ifPresent(preference -> request.attribute(RTA_PREF, new byte[] {(byte) preference.value()}));
        route.lifetime().expires().ifPresent(seconds -> request.attribute32(RTA_EXPIRES, seconds));
        path(request, route.path());
        hops(request, route, indexes);
        return request;
    }

    private static void path(NetlinkRequest request, Route.Path path) {
        if (path.equals(Route.Path.PLAIN)) {
            return;
        }
        int start = request.begin(RTA_METRICS);
        if (!path.locked().isEmpty()) {
            int bits = path.locked().stream()
                    .mapToInt(metric -> 1 << metric.type())
                    .reduce(0, (one, other) -> one | other);
            request.attribute32(RouteMetric.LOCK, bits);
        }
        path.metrics().forEach((metric, value) -> request.attribute32(metric.type(), value));
        path.congestionControl().ifPresent(name -> request.attribute(RouteMetric.CONGESTION_CONTROL, name));
        request.end(start);
    }

    private static void hops(NetlinkRequest request, Route route, ToIntFunction<String> indexes) {
        boolean ipv4 = route.destination().ipv4();
        if (route.nextHops().size() == 1) {
            NextHop hop = route.nextHops().get(0);
            gateway(request, hop, ipv4);
            hop.device().ifPresent(name -> request.attribute32(RTA_OIF, indexes.applyAsInt(name)));
        } else if (!route.nextHops().isEmpty()) {
            int start = request.begin(RTA_MULTIPATH);
            for (NextHop hop : route.nextHops()) {
                int hopStart = request.position();
                request.int16(0)
                        .int8(hop.onLink() ? RTNH_F_ONLINK : 0)
                        .int8(hop.weight() - 1)
                        .int32(hop.device().map(indexes::applyAsInt).orElse(0));
                gateway(request, hop, ipv4);
                if (hop.realms() != 0) {
                    request.attribute32(RTA_FLOW, hop.realms());
                }
                request.end(hopStart);
            }
            request.end(start);
        }
    }

    private static void gateway(NetlinkRequest request, NextHop hop, boolean ipv4) {
        hop.gateway().ifPresent(gateway -> {
            if (gateway instanceof Inet4Address == ipv4) {
                request.attribute(RTA_GATEWAY, gateway);
            } else {
                byte[] octets = gateway.getAddress();
                ByteBuffer via = ByteBuffer.allocate(2 + octets.length).order(ByteOrder.nativeOrder());
                int family = gateway instanceof Inet4Address ? SystemCalls.AF_INET : SystemCalls.AF_INET6;
                request.attribute(
                        RTA_VIA, via.putShort((short) family).put(octets).array());
            }
        });
    }

    /** Of RTM_DELROUTE: which table it was in, to see whether it may be one of ours. */
    static int table(ByteBuffer payload) {
        int small = Byte.toUnsignedInt(payload.get(4));
        return NetlinkAttributes.parse(payload, 12).int32(RTA_TABLE, small);
    }
}
