package org.aloft.agent.kernel.ipvs;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.aloft.agent.kernel.netlink.NetlinkAttributes;
import org.aloft.agent.kernel.netlink.NetlinkRequest;

/**
 * The messages that are about sync daemons ({@code linux/ip_vs.h}); {@link IpvsMessages} shows what comes before this.
 *
 * <pre>{@code
 * +---------------------------------------------------------------+
 * | IPVS_CMD_ATTR_DAEMON (3), nested:                             |
 * |   STATE          (1)  u32      1 master, 2 backup             |
 * |   MCAST_IFN      (2)  text     interface                      |
 * |   SYNC_ID        (3)  u32                                     |
 * |   SYNC_MAXLEN    (4)  u16      }                              |
 * |   MCAST_GROUP    (5)  be32     }                              |
 * |   MCAST_GROUP6   (6)  16 bytes } since Linux 4.3              |
 * |   MCAST_PORT     (7)  u16      }                              |
 * |   MCAST_TTL      (8)  u8       }                              |
 * +---------------------------------------------------------------+
 * }</pre>
 *
 * <p>Pure functions.
 */
final class SyncDaemonMessages {
    private static final int NEW_DAEMON = 9;
    private static final int DELETE_DAEMON = 10;
    private static final int GET_DAEMON = 11;

    private static final int ATTRIBUTE_DAEMON = 3;
    private static final int DAEMON_STATE = 1;
    private static final int DAEMON_INTERFACE = 2;
    private static final int DAEMON_SYNC_ID = 3;
    private static final int DAEMON_LONGEST = 4;
    private static final int DAEMON_GROUP = 5;
    private static final int DAEMON_GROUP6 = 6;
    private static final int DAEMON_PORT = 7;
    private static final int DAEMON_TIME_TO_LIVE = 8;

    private SyncDaemonMessages() {}

    static NetlinkRequest list(int family) {
        return IpvsMessages.command(family, GET_DAEMON, NetlinkRequest.DUMP);
    }

    static NetlinkRequest start(int family, IpvsSyncDaemon daemon) {
        NetlinkRequest request = IpvsMessages.command(family, NEW_DAEMON, NetlinkRequest.ACK);
        int nest = request.begin(ATTRIBUTE_DAEMON);
        request.attribute32(DAEMON_STATE, daemon.state().value())
                .attribute(DAEMON_INTERFACE, daemon.networkInterface())
                .attribute32(DAEMON_SYNC_ID, daemon.syncId());
        daemon.longest().ifPresent(bytes -> request.attribute16(DAEMON_LONGEST, bytes));
        daemon.group()
                .ifPresent(group ->
                        request.attribute(group.getAddress().length == 4 ? DAEMON_GROUP : DAEMON_GROUP6, group));
        daemon.port().ifPresent(port -> request.attribute16(DAEMON_PORT, port));
        daemon.timeToLive().ifPresent(hops -> request.attribute(DAEMON_TIME_TO_LIVE, new byte[] {(byte) hops}));
        return request.end(nest);
    }

    static NetlinkRequest stop(int family, IpvsSyncDaemon daemon) {
        NetlinkRequest request = IpvsMessages.command(family, DELETE_DAEMON, NetlinkRequest.ACK);
        int nest = request.begin(ATTRIBUTE_DAEMON);
        return request.attribute32(DAEMON_STATE, daemon.state().value())
                .attribute(DAEMON_INTERFACE, daemon.networkInterface())
                .attribute32(DAEMON_SYNC_ID, daemon.syncId())
                .end(nest);
    }

    static Optional<IpvsSyncDaemon> daemon(ByteBuffer payload) {
        return NetlinkAttributes.parse(payload, IpvsMessages.GENERIC_HEADER)
                .nested(ATTRIBUTE_DAEMON)
                .map(SyncDaemonMessages::daemon);
    }

    private static IpvsSyncDaemon daemon(NetlinkAttributes attributes) {
        return new IpvsSyncDaemon(
                attributes.int32(DAEMON_STATE, 0) == IpvsSyncDaemon.State.MASTER.value()
                        ? IpvsSyncDaemon.State.MASTER
                        : IpvsSyncDaemon.State.BACKUP,
                attributes.text(DAEMON_INTERFACE).orElse(""),
                attributes.int32(DAEMON_SYNC_ID, 0) & 0xff,
                present(attributes.int16(DAEMON_LONGEST, 0)),
                present(attributes.int16(DAEMON_PORT, 0)),
                present(attributes.int8(DAEMON_TIME_TO_LIVE, 0)),
                attributes.address(DAEMON_GROUP).or(() -> attributes.address(DAEMON_GROUP6)));
    }

    private static OptionalInt present(int value) {
        return value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
