package org.aloft.agent.kernel.filter;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.aloft.agent.kernel.netlink.NetlinkRequest;

/**
 * A table of nftables that drops packets to some addresses of this host ({@code linux/netfilter/nf_tables.h}). Pure functions.
 *
 * <pre>{@code
 * struct nfgenmsg, before the attributes; the message's type is subsystem << 8 | what
 *  0               1               2               3
 * +---------------+---------------+-------------------------------+
 * | family        | version: 0    | resource, in network order    |
 * +---------------+---------------+-------------------------------+
 * }</pre>
 *
 * <p>The table, as {@code nft list table inet NAME} shows it:
 *
 * <pre>{@code
 * set vips4 { type ipv4_addr … }
 * set vips6 { type ipv6_addr … }
 * chain input {
 *     type filter hook input priority PRIORITY; policy accept;
 *     meta nfproto ipv4 ip daddr @vips4 drop
 *     meta l4proto ipv6-icmp icmpv6 type 135-136 accept    neighbours must still learn where the VIP is
 *     meta nfproto ipv6 ip6 daddr @vips6 drop
 * }
 * }</pre>
 */
final class NftMessages {
    private static final int SUBSYSTEM = 10 << 8;
    private static final int NEW_TABLE = SUBSYSTEM;
    private static final int DELETE_TABLE = SUBSYSTEM | 2;
    private static final int NEW_CHAIN = SUBSYSTEM | 3;
    private static final int NEW_RULE = SUBSYSTEM | 6;
    private static final int NEW_SET = SUBSYSTEM | 9;
    private static final int NEW_ELEMENTS = SUBSYSTEM | 12;
    private static final int BATCH_BEGIN = 0x10;
    private static final int BATCH_END = 0x11;

    private static final int INET = 1;
    private static final int UNSPECIFIED = 0;
    private static final int NETWORK_HEADER = 1;
    private static final int TRANSPORT_HEADER = 2;
    private static final int META_NETWORK_PROTOCOL = 15;
    private static final int META_TRANSPORT_PROTOCOL = 16;
    private static final int REGISTER = 1;
    private static final int VERDICT_REGISTER = 0;
    private static final int DROP = 0;
    private static final int ACCEPT = 1;
    private static final int IPV4 = 2;
    private static final int IPV6 = 10;
    private static final int ICMPV6 = 58;
    private static final int NEIGHBOUR_SOLICITATION = 135;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;
    /** A message has two kilobytes; an element takes 28 bytes at the most. */
    private static final int ELEMENTS_AT_ONCE = 50;

    private final String table;

    private NftMessages(String table) {
        this.table = table;
    }

    /** One transaction after which the table drops packets to these addresses and nothing else. */
    static List<NetlinkRequest> dropping(Collection<InetAddress> addresses, String table, int priority) {
        NftMessages messages = new NftMessages(table);
        List<NetlinkRequest> batch = messages.anew();
        batch.add(messages.named(NEW_TABLE));
        batch.add(messages.chain(priority));
        messages.set(
                batch,
                "vips4",
                7,
                4,
                addresses.stream().filter(Inet4Address.class::isInstance).toList());
        messages.set(
                batch,
                "vips6",
                8,
                16,
                addresses.stream()
                        .filter(address -> !(address instanceof Inet4Address))
                        .toList());
        batch.add(messages.dropRule(IPV4, 16, 4, "vips4"));
        batch.add(messages.neighbourRule());
        batch.add(messages.dropRule(IPV6, 24, 16, "vips6"));
        return framed(batch);
    }

    /** One transaction after which there is no such table. */
    static List<NetlinkRequest> without(String table) {
        return framed(new NftMessages(table).anew());
    }

    /** Deleting what is not there is an error, so it is made first. */
    private List<NetlinkRequest> anew() {
        return new ArrayList<>(List.of(named(NEW_TABLE), named(DELETE_TABLE)));
    }

    private static List<NetlinkRequest> framed(List<NetlinkRequest> messages) {
        List<NetlinkRequest> batch = new ArrayList<>();
        batch.add(frame(BATCH_BEGIN));
        batch.addAll(messages);
        batch.add(frame(BATCH_END));
        return batch;
    }

    /** Its resource is the subsystem that the batch is for. */
    private static NetlinkRequest frame(int type) {
        return new NetlinkRequest(type, 0).int8(UNSPECIFIED).int8(0).int8(0).int8(10);
    }

    /** A rule goes behind those that are there. */
    private static NetlinkRequest message(int type) {
        return new NetlinkRequest(type, NetlinkRequest.ACK | NetlinkRequest.CREATE | NetlinkRequest.APPEND)
                .int8(INET)
                .int8(0)
                .int16(0);
    }

    private NetlinkRequest named(int type) {
        return message(type).attribute(1, table);
    }

    private NetlinkRequest chain(int priority) {
        NetlinkRequest request = message(NEW_CHAIN).attribute(1, table).attribute(3, "input");
        int hook = request.begin(4);
        request.attributeNet32(1, 1).attributeNet32(2, priority);
        return request.end(hook).attributeNet32(5, ACCEPT).attribute(7, "filter");
    }

    private void set(List<NetlinkRequest> batch, String name, int type, int length, List<InetAddress> addresses) {
        batch.add(message(NEW_SET)
                .attribute(1, table)
                .attribute(2, name)
                .attributeNet32(3, 0)
                .attributeNet32(4, type)
                .attributeNet32(5, length)
                .attributeNet32(10, type));
        for (int from = 0; from < addresses.size(); from += ELEMENTS_AT_ONCE) {
            NetlinkRequest request = message(NEW_ELEMENTS).attribute(1, table).attribute(2, name);
            int list = request.begin(3);
            for (InetAddress address : addresses.subList(from, Math.min(from + ELEMENTS_AT_ONCE, addresses.size()))) {
                int element = request.begin(1);
                int key = request.begin(1);
                request.attribute(1, address).end(key).end(element);
            }
            batch.add(request.end(list));
        }
    }

    private interface Expressions {
        void write(NetlinkRequest into);
    }

    private NetlinkRequest rule(Expressions expressions) {
        NetlinkRequest request = message(NEW_RULE).attribute(1, table).attribute(2, "input");
        int list = request.begin(4);
        expressions.write(request);
        return request.end(list);
    }

    private NetlinkRequest dropRule(int family, int offset, int length, String set) {
        return rule(into -> {
            meta(into, META_NETWORK_PROTOCOL);
            equal(into, family);
            payload(into, NETWORK_HEADER, offset, length);
            expression(into, "lookup", () -> into.attribute(1, set).attributeNet32(2, REGISTER));
            verdict(into, DROP);
        });
    }

    private NetlinkRequest neighbourRule() {
        return rule(into -> {
            meta(into, META_TRANSPORT_PROTOCOL);
            equal(into, ICMPV6);
            payload(into, TRANSPORT_HEADER, 0, 1);
            expression(into, "range", () -> {
                into.attributeNet32(1, REGISTER).attributeNet32(2, 0);
                value(into, 3, NEIGHBOUR_SOLICITATION);
                value(into, 4, NEIGHBOUR_ADVERTISEMENT);
            });
            verdict(into, ACCEPT);
        });
    }

    private static void expression(NetlinkRequest into, String name, Runnable data) {
        int element = into.begin(1);
        into.attribute(1, name);
        int inner = into.begin(2);
        data.run();
        into.end(inner).end(element);
    }

    private static void meta(NetlinkRequest into, int key) {
        expression(into, "meta", () -> into.attributeNet32(2, key).attributeNet32(1, REGISTER));
    }

    private static void equal(NetlinkRequest into, int octet) {
        expression(into, "cmp", () -> {
            into.attributeNet32(1, REGISTER).attributeNet32(2, 0);
            value(into, 3, octet);
        });
    }

    private static void payload(NetlinkRequest into, int header, int offset, int length) {
        expression(into, "payload", () -> into.attributeNet32(1, REGISTER)
                .attributeNet32(2, header)
                .attributeNet32(3, offset)
                .attributeNet32(4, length));
    }

    private static void verdict(NetlinkRequest into, int code) {
        expression(into, "immediate", () -> {
            into.attributeNet32(1, VERDICT_REGISTER);
            int data = into.begin(2);
            int verdict = into.begin(2);
            into.attributeNet32(1, code).end(verdict).end(data);
        });
    }

    private static void value(NetlinkRequest into, int type, int octet) {
        int data = into.begin(type);
        into.attribute(1, new byte[] {(byte) octet}).end(data);
    }
}
