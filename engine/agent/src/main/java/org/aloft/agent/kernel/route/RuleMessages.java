package org.aloft.agent.kernel.route;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.aloft.agent.kernel.SystemCalls;
import org.aloft.agent.kernel.netlink.NetlinkRequest;
import org.aloft.agent.kernel.route.RoutingRule.Action;
import org.aloft.agent.kernel.route.RoutingRule.Match;
import org.aloft.agent.kernel.route.RoutingRule.Range;

/**
 * Rules as rtnetlink writes them ({@code linux/fib_rules.h}).
 *
 * <pre>{@code
 * struct fib_rule_hdr
 *  0       1       2       3
 * +-------+-------+-------+-------+
 * | family|dst len|src len|  TOS  |  0
 * +-------+-------+-------+-------+
 * | table |       0       |action |  4
 * +-------+---------------+-------+
 * | flags                         |  8
 * +-------------------------------+
 * | attributes FRA_*              | 12
 * +-------------------------------+
 * }</pre>
 *
 * <p>Pure functions.
 */
final class RuleMessages {
    static final int NEW_RULE = 32;
    static final int DELETE_RULE = 33;

    private static final int FRA_DST = 1;
    private static final int FRA_SRC = 2;
    private static final int FRA_IIFNAME = 3;
    private static final int FRA_GOTO = 4;
    private static final int FRA_PRIORITY = 6;
    private static final int FRA_FWMARK = 10;
    private static final int FRA_FLOW = 11;
    private static final int FRA_TUN_ID = 12;
    private static final int FRA_SUPPRESS_IFGROUP = 13;
    private static final int FRA_SUPPRESS_PREFIXLEN = 14;
    private static final int FRA_TABLE = 15;
    private static final int FRA_FWMASK = 16;
    private static final int FRA_OIFNAME = 17;
    private static final int FRA_L3MDEV = 19;
    private static final int FRA_UID_RANGE = 20;
    private static final int FRA_PROTOCOL = 21;
    private static final int FRA_IP_PROTO = 22;
    private static final int FRA_SPORT_RANGE = 23;
    private static final int FRA_DPORT_RANGE = 24;
    private static final int FIB_RULE_INVERT = 2;
    private static final int FR_ACT_TO_TBL = 1;

    private RuleMessages() {}

    static NetlinkRequest add(RoutingRule rule) {
        return request(NEW_RULE, NetlinkRequest.ACK | NetlinkRequest.CREATE | NetlinkRequest.EXCLUSIVE, rule);
    }

    static NetlinkRequest remove(RoutingRule rule) {
        return request(DELETE_RULE, NetlinkRequest.ACK, rule);
    }

    private static NetlinkRequest request(int type, int flags, RoutingRule rule) {
        Match match = rule.match();
        NetlinkRequest request = new NetlinkRequest(type, flags)
                .int8(rule.ipv4() ? SystemCalls.AF_INET : SystemCalls.AF_INET6)
                .int8(match.to().map(AddressBlock::prefixLength).orElse(0))
                .int8(match.from().map(AddressBlock::prefixLength).orElse(0))
                .int8(match.typeOfService())
                .int8(0)
                .int16(0)
                .int8(number(rule.action()))
                .int32(rule.inverted() ? FIB_RULE_INVERT : 0)
                .attribute32(FRA_PRIORITY, rule.priority());
        if (rule.action() instanceof Action.Lookup lookup) {
            request.attribute32(FRA_TABLE, lookup.table());
        } else if (rule.action() instanceof Action.LookupVrf) {
            request.attribute(FRA_L3MDEV, new byte[] {1});
        } else if (rule.action() instanceof Action.Goto target) {
            request.attribute32(FRA_GOTO, target.priority());
        }
        match(request, match);
        if (rule.realms() != 0) {
            request.attribute32(FRA_FLOW, rule.realms());
        }
        rule.suppressPrefixLength().ifPresent(length -> request.attribute32(FRA_SUPPRESS_PREFIXLEN, length));
        rule.suppressInterfaceGroup().ifPresent(group -> request.attribute32(FRA_SUPPRESS_IFGROUP, group));
        if (rule.protocol() != 0) {
            request.attribute(FRA_PROTOCOL, new byte[] {(byte) rule.protocol()});
        }
        return request;
    }

    private static void match(NetlinkRequest request, Match match) {
        match.to().ifPresent(block -> request.attribute(FRA_DST, block.address()));
        match.from().ifPresent(block -> request.attribute(FRA_SRC, block.address()));
        match.way().inputInterface().ifPresent(name -> request.attribute(FRA_IIFNAME, name));
        match.way().outputInterface().ifPresent(name -> request.attribute(FRA_OIFNAME, name));
        match.mark().value().ifPresent(mark -> request.attribute32(FRA_FWMARK, mark));
        match.mark().mask().ifPresent(mask -> request.attribute32(FRA_FWMASK, mask));
        match.tunnel().ifPresent(id -> request.attribute(FRA_TUN_ID, networkOrder(id)));
        match.users().ifPresent(range -> request.attribute(FRA_UID_RANGE, users(range)));
        match.ports().transport().ifPresent(number -> request.attribute(FRA_IP_PROTO, new byte[] {(byte) number}));
        match.ports().source().ifPresent(range -> request.attribute(FRA_SPORT_RANGE, ports(range)));
        match.ports().destination().ifPresent(range -> request.attribute(FRA_DPORT_RANGE, ports(range)));
    }

    /** {@code FR_ACT_*}. */
    private static int number(Action action) {
        if (action instanceof Action.Goto) {
            return 2;
        }
        if (action instanceof Action.Pass) {
            return 3;
        }
        if (action instanceof Action.Blackhole) {
            return 6;
        }
        if (action instanceof Action.Unreachable) {
            return 7;
        }
        return action instanceof Action.Prohibit ? 8 : FR_ACT_TO_TBL;
    }

    private static byte[] networkOrder(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** {@code struct fib_rule_uid_range}. */
    private static byte[] users(Range range) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putInt(range.least())
                .putInt(range.most())
                .array();
    }

    /** {@code struct fib_rule_port_range}. */
    private static byte[] ports(Range range) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putShort((short) range.least())
                .putShort((short) range.most())
                .array();
    }
}
