package org.aloft.agent.kernel.filter;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.aloft.agent.kernel.netlink.NetlinkRequest;

/**
 * A table of nftables that drops packets to some addresses of this host ({@code linux/netfilter/nf_tables.h}). Pure
 * functions.
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
    // Messages: NFNL_SUBSYS_NFTABLES, NFT_MSG_* and NFNL_MSG_BATCH_*.
    private static final int SUBSYSTEM = 10;
    private static final int NEW_TABLE = SUBSYSTEM << 8;
    private static final int DELETE_TABLE = SUBSYSTEM << 8 | 2;
    private static final int NEW_CHAIN = SUBSYSTEM << 8 | 3;
    private static final int NEW_RULE = SUBSYSTEM << 8 | 6;
    private static final int NEW_SET = SUBSYSTEM << 8 | 9;
    private static final int NEW_ELEMENTS = SUBSYSTEM << 8 | 12;
    private static final int BATCH_BEGIN = 0x10;
    private static final int BATCH_END = 0x11;

    // Attributes: NFTA_*.
    private static final int TABLE_NAME = 1;
    private static final int CHAIN_TABLE = 1;
    private static final int CHAIN_NAME = 3;
    private static final int CHAIN_HOOK = 4;
    private static final int CHAIN_POLICY = 5;
    private static final int CHAIN_TYPE = 7;
    private static final int HOOK_NUMBER = 1;
    private static final int HOOK_PRIORITY = 2;
    private static final int SET_TABLE = 1;
    private static final int SET_NAME = 2;
    private static final int SET_FLAGS = 3;
    private static final int SET_KEY_TYPE = 4;
    private static final int SET_KEY_LENGTH = 5;
    private static final int SET_ID = 10;
    private static final int ELEMENTS_TABLE = 1;
    private static final int ELEMENTS_SET = 2;
    private static final int ELEMENTS_LIST = 3;
    private static final int ELEMENT_KEY = 1;
    private static final int RULE_TABLE = 1;
    private static final int RULE_CHAIN = 2;
    private static final int RULE_EXPRESSIONS = 4;
    /** Of every list: NFTA_LIST_ELEM. */
    private static final int LIST_ELEMENT = 1;

    private static final int EXPRESSION_NAME = 1;
    private static final int EXPRESSION_DATA = 2;
    private static final int META_INTO = 1;
    private static final int META_KEY = 2;
    private static final int COMPARE_REGISTER = 1;
    private static final int COMPARE_OPERATION = 2;
    private static final int COMPARE_DATA = 3;
    private static final int RANGE_REGISTER = 1;
    private static final int RANGE_OPERATION = 2;
    private static final int RANGE_FROM = 3;
    private static final int RANGE_TO = 4;
    private static final int PAYLOAD_INTO = 1;
    private static final int PAYLOAD_BASE = 2;
    private static final int PAYLOAD_OFFSET = 3;
    private static final int PAYLOAD_LENGTH = 4;
    private static final int LOOKUP_SET = 1;
    private static final int LOOKUP_REGISTER = 2;
    private static final int IMMEDIATE_INTO = 1;
    private static final int IMMEDIATE_DATA = 2;
    private static final int DATA_VALUE = 1;
    private static final int DATA_VERDICT = 2;
    private static final int VERDICT_CODE = 1;

    // Values: NFPROTO_*, NF_INET_*, NFT_*, NF_*.
    private static final int UNSPECIFIED = 0;
    private static final int INET = 1;
    private static final int IPV4 = 2;
    private static final int IPV6 = 10;
    private static final int LOCAL_IN = 1;
    private static final int NETWORK_HEADER = 1;
    private static final int TRANSPORT_HEADER = 2;
    private static final int META_NETWORK_PROTOCOL = 15;
    private static final int META_TRANSPORT_PROTOCOL = 16;
    private static final int VERDICT_REGISTER = 0;
    private static final int REGISTER = 1;
    private static final int EQUAL = 0;
    private static final int DROP = 0;
    private static final int ACCEPT = 1;

    /** How {@code nft} calls the type of a set's keys; the kernel only keeps it. */
    private static final int TYPE_IPV4_ADDRESS = 7;

    private static final int TYPE_IPV6_ADDRESS = 8;
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;

    /** Offsets within the IP headers. */
    private static final int IPV4_DESTINATION = 16;

    private static final int IPV6_DESTINATION = 24;
    private static final int ICMPV6 = 58;
    private static final int NEIGHBOUR_SOLICITATION = 135;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;

    private static final String CHAIN = "input";

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
                TYPE_IPV4_ADDRESS,
                IPV4_LENGTH,
                addresses.stream().filter(Inet4Address.class::isInstance).toList());
        messages.set(
                batch,
                "vips6",
                TYPE_IPV6_ADDRESS,
                IPV6_LENGTH,
                addresses.stream()
                        .filter(address -> !(address instanceof Inet4Address))
                        .toList());
        batch.add(messages.dropRule(IPV4, IPV4_DESTINATION, IPV4_LENGTH, "vips4"));
        batch.add(messages.neighbourRule());
        batch.add(messages.dropRule(IPV6, IPV6_DESTINATION, IPV6_LENGTH, "vips6"));
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
        return new NetlinkRequest(type, 0).int8(UNSPECIFIED).int8(0).int8(0).int8(SUBSYSTEM);
    }

    /** A rule goes behind those that are there. */
    private static NetlinkRequest message(int type) {
        return new NetlinkRequest(type, NetlinkRequest.ACK | NetlinkRequest.CREATE | NetlinkRequest.APPEND)
                .int8(INET)
                .int8(0)
                .int16(0);
    }

    private NetlinkRequest named(int type) {
        return message(type).attribute(TABLE_NAME, table);
    }

    private NetlinkRequest chain(int priority) {
        NetlinkRequest request =
                message(NEW_CHAIN).attribute(CHAIN_TABLE, table).attribute(CHAIN_NAME, CHAIN);
        int hook = request.begin(CHAIN_HOOK);
        request.attributeNet32(HOOK_NUMBER, LOCAL_IN).attributeNet32(HOOK_PRIORITY, priority);
        return request.end(hook).attributeNet32(CHAIN_POLICY, ACCEPT).attribute(CHAIN_TYPE, "filter");
    }

    private void set(List<NetlinkRequest> batch, String name, int type, int length, List<InetAddress> addresses) {
        batch.add(message(NEW_SET)
                .attribute(SET_TABLE, table)
                .attribute(SET_NAME, name)
                .attributeNet32(SET_FLAGS, 0)
                .attributeNet32(SET_KEY_TYPE, type)
                .attributeNet32(SET_KEY_LENGTH, length)
                .attributeNet32(SET_ID, type)); // any number that no other set of the transaction has
        for (int from = 0; from < addresses.size(); from += ELEMENTS_AT_ONCE) {
            NetlinkRequest request =
                    message(NEW_ELEMENTS).attribute(ELEMENTS_TABLE, table).attribute(ELEMENTS_SET, name);
            int list = request.begin(ELEMENTS_LIST);
            for (InetAddress address : addresses.subList(from, Math.min(from + ELEMENTS_AT_ONCE, addresses.size()))) {
                int element = request.begin(LIST_ELEMENT);
                int key = request.begin(ELEMENT_KEY);
                request.attribute(DATA_VALUE, address).end(key).end(element);
            }
            batch.add(request.end(list));
        }
    }

    private interface Expressions {
        void write(NetlinkRequest into);
    }

    private NetlinkRequest rule(Expressions expressions) {
        NetlinkRequest request = message(NEW_RULE).attribute(RULE_TABLE, table).attribute(RULE_CHAIN, CHAIN);
        int list = request.begin(RULE_EXPRESSIONS);
        expressions.write(request);
        return request.end(list);
    }

    private NetlinkRequest dropRule(int family, int offset, int length, String set) {
        return rule(into -> {
            meta(into, META_NETWORK_PROTOCOL);
            equal(into, family);
            payload(into, NETWORK_HEADER, offset, length);
            expression(into, "lookup", () -> into.attribute(LOOKUP_SET, set).attributeNet32(LOOKUP_REGISTER, REGISTER));
            verdict(into, DROP);
        });
    }

    private NetlinkRequest neighbourRule() {
        return rule(into -> {
            meta(into, META_TRANSPORT_PROTOCOL);
            equal(into, ICMPV6);
            payload(into, TRANSPORT_HEADER, 0, 1);
            expression(into, "range", () -> {
                into.attributeNet32(RANGE_REGISTER, REGISTER).attributeNet32(RANGE_OPERATION, EQUAL);
                value(into, RANGE_FROM, NEIGHBOUR_SOLICITATION);
                value(into, RANGE_TO, NEIGHBOUR_ADVERTISEMENT);
            });
            verdict(into, ACCEPT);
        });
    }

    private static void expression(NetlinkRequest into, String name, Runnable data) {
        int element = into.begin(LIST_ELEMENT);
        into.attribute(EXPRESSION_NAME, name);
        int inner = into.begin(EXPRESSION_DATA);
        data.run();
        into.end(inner).end(element);
    }

    private static void meta(NetlinkRequest into, int key) {
        expression(into, "meta", () -> into.attributeNet32(META_KEY, key).attributeNet32(META_INTO, REGISTER));
    }

    private static void equal(NetlinkRequest into, int octet) {
        expression(into, "cmp", () -> {
            into.attributeNet32(COMPARE_REGISTER, REGISTER).attributeNet32(COMPARE_OPERATION, EQUAL);
            value(into, COMPARE_DATA, octet);
        });
    }

    private static void payload(NetlinkRequest into, int header, int offset, int length) {
        expression(into, "payload", () -> into.attributeNet32(PAYLOAD_INTO, REGISTER)
                .attributeNet32(PAYLOAD_BASE, header)
                .attributeNet32(PAYLOAD_OFFSET, offset)
                .attributeNet32(PAYLOAD_LENGTH, length));
    }

    private static void verdict(NetlinkRequest into, int code) {
        expression(into, "immediate", () -> {
            into.attributeNet32(IMMEDIATE_INTO, VERDICT_REGISTER);
            int data = into.begin(IMMEDIATE_DATA);
            int verdict = into.begin(DATA_VERDICT);
            into.attributeNet32(VERDICT_CODE, code).end(verdict).end(data);
        });
    }

    private static void value(NetlinkRequest into, int type, int octet) {
        int data = into.begin(type);
        into.attribute(DATA_VALUE, new byte[] {(byte) octet}).end(data);
    }
}
