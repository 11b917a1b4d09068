package org.aloft.agent.kernel.ipvs;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.aloft.agent.kernel.SystemCalls;
import org.aloft.agent.kernel.netlink.NetlinkAttributes;
import org.aloft.agent.kernel.netlink.NetlinkRequest;

/**
 * IPVS as generic netlink writes it ({@code linux/genetlink.h}, {@code linux/ip_vs.h}). The family has no fixed number;
 * it is asked for by its name first.
 *
 * <pre>{@code
 *  0               1               2               3
 * +---------------------------------------------------------------+
 * | netlink header, 16 bytes; its type is the family's number     |  0
 * +---------------+---------------+-------------------------------+
 * | command       | version 1     | 0                             | 16  struct genlmsghdr
 * +---------------+---------------+-------------------------------+
 * | IPVS_CMD_ATTR_SERVICE (1), nested:                            | 20
 * |   AF             (1)  u16      2 or 10                        |
 * |   PROTOCOL       (2)  u16      6, 17, 132      } not with     |
 * |   ADDR           (3)  16 bytes IPv4: first 4   } a firewall   |
 * |   PORT           (4)  be16                     } mark         |
 * |   FWMARK         (5)  u32      instead of these three         |
 * |   SCHED_NAME     (6)  text     } what follows is not part     |
 * |   FLAGS          (7)  u32 flags, u32 mask      } of the key   |
 * |   TIMEOUT        (8)  u32      persistence in seconds         |
 * |   NETMASK        (9)  be32     IPv6: prefix length as u32     |
 * |   PE_NAME       (11)  text     persistence engine, if any     |
 * +---------------------------------------------------------------+
 * | IPVS_CMD_ATTR_DEST (2), nested:                               |
 * |   ADDR           (1)  16 bytes                                |
 * |   PORT           (2)  be16                                    |
 * |   FWD_METHOD     (3)  u32      0 masq, 1 local, 2 tun, 3 dr   |
 * |   WEIGHT         (4)  u32                                     |
 * |   U_THRESH       (5)  u32                                     |
 * |   L_THRESH       (6)  u32                                     |
 * |   ACTIVE_CONNS   (7)  u32      } only read: these and         |
 * |   INACT_CONNS    (8)  u32      } STATS64 (12), nested, u64:   |
 * |   PERSIST_CONNS  (9)  u32      } conns, in and out packets,   |
 * |   ADDR_FAMILY   (11)  u16      } in and out bytes (1 … 5)     |
 * |   TUN_TYPE      (13)  u8       0 ipip, 1 gue, 2 gre }         |
 * |   TUN_PORT      (14)  be16     of gue               } tunnels |
 * |   TUN_FLAGS     (15)  u16      1 csum, 2 remcsum    } but ipip|
 * +---------------------------------------------------------------+
 * | TIMEOUT_TCP (4), TIMEOUT_TCP_FIN (5), TIMEOUT_UDP (6): u32    |
 * +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>Pure functions.
 */
final class IpvsMessages {
    static final int NEW_SERVICE = 1;
    static final int SET_SERVICE = 2;
    static final int DELETE_SERVICE = 3;
    static final int NEW_DESTINATION = 5;
    static final int SET_DESTINATION = 6;
    static final int DELETE_DESTINATION = 7;

    private static final int GET_SERVICE = 4;
    private static final int GET_DESTINATION = 8;
    private static final int SET_CONFIG = 12;
    private static final int FLUSH = 17;
    private static final int VERSION = 1;
    static final int GENERIC_HEADER = 4;

    private static final int ATTRIBUTE_SERVICE = 1;
    private static final int SERVICE_FAMILY = 1;
    private static final int SERVICE_PROTOCOL = 2;
    private static final int SERVICE_ADDRESS = 3;
    private static final int SERVICE_PORT = 4;
    private static final int SERVICE_MARK = 5;
    private static final int SERVICE_SCHEDULER = 6;
    private static final int SERVICE_FLAGS = 7;
    private static final int SERVICE_TIMEOUT = 8;
    private static final int SERVICE_NETMASK = 9;
    private static final int SERVICE_ENGINE = 11;

    private static final int ATTRIBUTE_DESTINATION = 2;
    private static final int DESTINATION_ADDRESS = 1;
    private static final int DESTINATION_PORT = 2;
    private static final int DESTINATION_FORWARDING = 3;
    private static final int DESTINATION_WEIGHT = 4;
    private static final int DESTINATION_UPPER = 5;
    private static final int DESTINATION_LOWER = 6;
    private static final int DESTINATION_ACTIVE = 7;
    private static final int DESTINATION_INACTIVE = 8;
    private static final int DESTINATION_PERSISTENT = 9;
    private static final int DESTINATION_FAMILY = 11;
    private static final int DESTINATION_STATISTICS = 12;
    private static final int DESTINATION_TUNNEL = 13;
    private static final int DESTINATION_TUNNEL_PORT = 14;
    private static final int DESTINATION_TUNNEL_FLAGS = 15;

    private static final int ATTRIBUTE_TIMEOUT_TCP = 4;
    private static final int ATTRIBUTE_TIMEOUT_TCP_FINISHED = 5;
    private static final int ATTRIBUTE_TIMEOUT_UDP = 6;

    private static final int CONTROL_FAMILY = 16;
    private static final int CONTROL_GET_FAMILY = 3;
    private static final int CONTROL_ATTRIBUTE_ID = 1;
    private static final int CONTROL_ATTRIBUTE_NAME = 2;

    private static final int UNION_LENGTH = 16;
    private static final int ALL_BITS = -1;

    private IpvsMessages() {}

    static NetlinkRequest lookUpFamily() {
        return command(CONTROL_FAMILY, CONTROL_GET_FAMILY, NetlinkRequest.ACK)
                .attribute(CONTROL_ATTRIBUTE_NAME, "IPVS");
    }

    static int familyNumber(ByteBuffer payload) {
        return NetlinkAttributes.parse(payload, GENERIC_HEADER).int16(CONTROL_ATTRIBUTE_ID, 0);
    }

    static NetlinkRequest listServices(int family) {
        return command(family, GET_SERVICE, NetlinkRequest.DUMP);
    }

    static NetlinkRequest listDestinations(int family, IpvsServiceKey service) {
        return key(command(family, GET_DESTINATION, NetlinkRequest.DUMP), service);
    }

    static NetlinkRequest flush(int family) {
        return command(family, FLUSH, NetlinkRequest.ACK);
    }

    static NetlinkRequest deleteService(int family, IpvsServiceKey service) {
        return key(command(family, DELETE_SERVICE, NetlinkRequest.ACK), service);
    }

    static NetlinkRequest command(int family, int command, int flags) {
        return new NetlinkRequest(family, flags).int8(command).int8(VERSION).int16(0);
    }

    private static NetlinkRequest key(NetlinkRequest request, IpvsServiceKey service) {
        int nest = request.begin(ATTRIBUTE_SERVICE);
        keyAttributes(request, service);
        return request.end(nest);
    }

    private static void keyAttributes(NetlinkRequest request, IpvsServiceKey service) {
        request.attribute16(SERVICE_FAMILY, family(service.ipv6()));
        if (service instanceof IpvsServiceKey.Endpoint endpoint) {
            request.attribute16(SERVICE_PROTOCOL, endpoint.protocol().number())
                    .attribute(SERVICE_ADDRESS, union(endpoint.address()))
                    .attributeNet16(SERVICE_PORT, endpoint.port());
        } else if (service instanceof IpvsServiceKey.FirewallMark mark) {
            request.attribute32(SERVICE_MARK, mark.mark());
        }
    }

    /** NEW_SERVICE or SET_SERVICE. */
    static NetlinkRequest putService(int family, int command, IpvsService service) {
        NetlinkRequest request = command(family, command, NetlinkRequest.ACK);
        int nest = request.begin(ATTRIBUTE_SERVICE);
        keyAttributes(request, service.key());
        int flags = service.flags() | (service.persistence().isPresent() ? IpvsService.PERSISTENT : 0);
        request.attribute(SERVICE_SCHEDULER, service.scheduler())
                .attribute(SERVICE_FLAGS, pair(flags, ALL_BITS))
                .attribute32(
                        SERVICE_TIMEOUT,
                        Math.toIntExact(
                                service.persistence().map(Duration::toSeconds).orElse(0L)));
        if (service.key().ipv6()) {
            request.attribute32(SERVICE_NETMASK, service.persistencePrefix());
        } else {
            request.attributeNet32(SERVICE_NETMASK, mask(service.persistencePrefix()));
        }
        service.persistenceEngine().ifPresent(engine -> request.attribute(SERVICE_ENGINE, engine));
        return request.end(nest);
    }

    /** NEW_DESTINATION, SET_DESTINATION or DELETE_DESTINATION; the last one looks at address and port only. */
    static NetlinkRequest putDestination(int family, int command, IpvsServiceKey service, IpvsDestination destination) {
        NetlinkRequest request = key(command(family, command, NetlinkRequest.ACK), service);
        int nest = request.begin(ATTRIBUTE_DESTINATION);
        boolean ipv6 = destination.address().getAddress().length == UNION_LENGTH;
        request.attribute(DESTINATION_ADDRESS, union(destination.address()))
                .attributeNet16(DESTINATION_PORT, destination.port())
                .attribute32(DESTINATION_FORWARDING, destination.forwarding().value())
                .attribute32(DESTINATION_WEIGHT, destination.weight())
                .attribute32(DESTINATION_UPPER, destination.upperThreshold())
                .attribute32(DESTINATION_LOWER, destination.lowerThreshold())
                .attribute16(DESTINATION_FAMILY, family(ipv6));
        if (!destination.tunnel().equals(IpvsTunnel.IPIP)) { // which older kernels do not know otherwise
            IpvsTunnel tunnel = destination.tunnel();
            request.attribute(
                            DESTINATION_TUNNEL, new byte[] {(byte) tunnel.kind().value()})
                    .attributeNet16(DESTINATION_TUNNEL_PORT, tunnel.port())
                    .attribute16(DESTINATION_TUNNEL_FLAGS, tunnel.checksum().flags());
        }
        return request.end(nest);
    }

    static NetlinkRequest setTimeouts(int family, IpvsTimeouts timeouts) {
        NetlinkRequest request = command(family, SET_CONFIG, NetlinkRequest.ACK);
        timeouts.tcp().ifPresent(time -> seconds(request, ATTRIBUTE_TIMEOUT_TCP, time));
        timeouts.tcpFinished().ifPresent(time -> seconds(request, ATTRIBUTE_TIMEOUT_TCP_FINISHED, time));
        timeouts.udp().ifPresent(time -> seconds(request, ATTRIBUTE_TIMEOUT_UDP, time));
        return request;
    }

    private static void seconds(NetlinkRequest request, int type, Duration time) {
        request.attribute32(type, Math.toIntExact(time.toSeconds()));
    }

    /** Empty for a service of a kind that this class does not know. */
    static Optional<IpvsService> service(ByteBuffer payload) {
        return NetlinkAttributes.parse(payload, GENERIC_HEADER)
                .nested(ATTRIBUTE_SERVICE)
                .flatMap(attributes -> serviceKey(attributes).map(key -> service(attributes, key)));
    }

    private static IpvsService service(NetlinkAttributes attributes, IpvsServiceKey key) {
        int flags = attributes.int32(SERVICE_FLAGS, 0);
        int netmask = attributes.int32(SERVICE_NETMASK, ALL_BITS);
        Optional<Duration> persistence = (flags & IpvsService.PERSISTENT) == 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.max(1, attributes.int32(SERVICE_TIMEOUT, 0))));
        return new IpvsService(
                key,
                attributes.text(SERVICE_SCHEDULER).orElse(""),
                flags & ~(IpvsService.PERSISTENT | IpvsService.HASHED),
                persistence,
                key.ipv6() ? netmask : Integer.bitCount(netmask),
                attributes.text(SERVICE_ENGINE).filter(engine -> !engine.isEmpty()));
    }

    private static Optional<IpvsServiceKey> serviceKey(NetlinkAttributes attributes) {
        boolean ipv6 = attributes.int16(SERVICE_FAMILY, SystemCalls.AF_INET) == SystemCalls.AF_INET6;
        int mark = attributes.int32(SERVICE_MARK, 0);
        if (mark != 0) {
            return Optional.of(new IpvsServiceKey.FirewallMark(mark, ipv6));
        }
        InetAddress address = attributes
                .bytes(SERVICE_ADDRESS)
                .map(value -> address(value, ipv6))
                .orElseThrow();
        return IpvsProtocol.of(attributes.int16(SERVICE_PROTOCOL, 0))
                .map(protocol -> new IpvsServiceKey.Endpoint(protocol, address, attributes.net16(SERVICE_PORT, 0)));
    }

    /** @param ipv6 the service's family, for kernels before 3.18, which do not give the real server's own */
    static Optional<IpvsDestinationUse> destination(ByteBuffer payload, boolean ipv6) {
        return NetlinkAttributes.parse(payload, GENERIC_HEADER)
                .nested(ATTRIBUTE_DESTINATION)
                .map(attributes -> use(attributes, ipv6));
    }

    private static IpvsDestinationUse use(NetlinkAttributes attributes, boolean ipv6) {
        Optional<NetlinkAttributes> statistics = attributes.nested(DESTINATION_STATISTICS);
        return new IpvsDestinationUse(
                destination(attributes, ipv6),
                attributes.int32(DESTINATION_ACTIVE, 0),
                attributes.int32(DESTINATION_INACTIVE, 0),
                attributes.int32(DESTINATION_PERSISTENT, 0),
                counter(statistics, 1),
                counter(statistics, 2),
                counter(statistics, 3),
                counter(statistics, 4),
                counter(statistics, 5));
    }

    private static IpvsDestination destination(NetlinkAttributes attributes, boolean serviceIsIpv6) {
        int family = attributes.int16(DESTINATION_FAMILY, family(serviceIsIpv6));
        InetAddress address = attributes
                .bytes(DESTINATION_ADDRESS)
                .map(value -> address(value, family == SystemCalls.AF_INET6))
                .orElseThrow();
        return new IpvsDestination(
                address,
                attributes.net16(DESTINATION_PORT, 0),
                IpvsDestination.Forwarding.of(attributes.int32(DESTINATION_FORWARDING, 0)),
                attributes.int32(DESTINATION_WEIGHT, 0),
                attributes.int32(DESTINATION_UPPER, 0),
                attributes.int32(DESTINATION_LOWER, 0),
                tunnel(attributes));
    }

    /** IPIP for one that this class does not know. */
    private static IpvsTunnel tunnel(NetlinkAttributes attributes) {
        IpvsTunnel.Kind kind = IpvsTunnel.Kind.of(attributes.int8(DESTINATION_TUNNEL, 0));
        IpvsTunnel.Checksum checksum = IpvsTunnel.Checksum.of(attributes.int16(DESTINATION_TUNNEL_FLAGS, 0));
        int port = attributes.net16(DESTINATION_TUNNEL_PORT, 0);
        return switch (kind) {
            case IPIP -> IpvsTunnel.IPIP;
            case GUE -> port == 0 ? IpvsTunnel.IPIP : new IpvsTunnel(kind, port, checksum);
            case GRE ->
                new IpvsTunnel(kind, 0, checksum == IpvsTunnel.Checksum.REMOTE ? IpvsTunnel.Checksum.NONE : checksum);
        };
    }

    private static long counter(Optional<NetlinkAttributes> statistics, int type) {
        return statistics.map(attributes -> attributes.int64(type, 0)).orElse(0L);
    }

    private static InetAddress address(ByteBuffer union, boolean ipv6) {
        return NetlinkAttributes.address(union, ipv6 ? UNION_LENGTH : 4);
    }

    private static int family(boolean ipv6) {
        return ipv6 ? SystemCalls.AF_INET6 : SystemCalls.AF_INET;
    }

    private static byte[] union(InetAddress address) {
        return Arrays.copyOf(address.getAddress(), UNION_LENGTH);
    }

    private static byte[] pair(int first, int second) {
        byte[] both = new byte[2 * Integer.BYTES];
        ByteBuffer.wrap(both).order(ByteOrder.nativeOrder()).putInt(first).putInt(second);
        return both;
    }

    private static int mask(int prefix) {
        return prefix == 0 ? 0 : ALL_BITS << (32 - prefix);
    }
}
