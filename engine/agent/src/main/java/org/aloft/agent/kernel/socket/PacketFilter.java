package org.aloft.agent.kernel.socket;

import java.lang.ref.Reference;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * A classic BPF program that says which packets a socket hears ({@code linux/filter.h}). An instruction is {@code
 * struct sock_filter}: code (2 bytes), jump if true (1), jump if false (1), operand (4). Immutable.
 */
final class PacketFilter {
    private static final int SO_ATTACH_FILTER = 26;
    private static final int INSTRUCTION = 8;
    /** BPF_LDX | BPF_B | BPF_MSH: X = four times the low half of an octet, the length of an IPv4 header. */
    private static final int HEADER_LENGTH_TO_X = 0xb1;
    /** BPF_LD | BPF_B | BPF_IND: A = the octet at X and an offset. */
    private static final int OCTET_AFTER_X = 0x50;
    /** BPF_LD | BPF_W | BPF_ABS, and with BPF_H and BPF_B: A = the word, half word or octet at an offset. */
    private static final int WORD = 0x20;

    private static final int HALF_WORD = 0x28;
    private static final int OCTET = 0x30;
    /** BPF_MISC | BPF_TAX: X = A. */
    private static final int TO_X = 0x07;
    /** BPF_JMP | BPF_JA: over as many instructions as the operand says. */
    private static final int JUMP = 0x05;
    /** BPF_JMP | BPF_JEQ | BPF_X. */
    private static final int JUMP_IF_X = 0x1d;
    /** BPF_JMP | BPF_JEQ | BPF_K. */
    private static final int JUMP_IF_EQUAL = 0x15;
    /** BPF_RET | BPF_K: how much of the packet is heard; 0 for none. */
    private static final int RETURN = 0x06;

    private static final int WHOLE_PACKET = 0x40000;

    /** SKF_NET_OFF and the places in an IPv6 header. */
    private static final int IPV6_HOP_LIMIT = -0x100000 + 7;

    private static final int IPV6_SOURCE = -0x100000 + 8;
    private static final int IPV6_DESTINATION = -0x100000 + 24;

    /** The only type of VRRP packets (RFC 9568 §5.2.2). */
    private static final int ADVERTISEMENT = 1;

    private final NativeBuffer program;
    private final int length;

    private PacketFilter(long... instructions) {
        length = instructions.length;
        program = NativeBuffer.allocate(length * INSTRUCTION);
        for (int index = 0; index < length; index++) {
            long instruction = instructions[index];
            program.bytes()
                    .putShort(index * INSTRUCTION, (short) (instruction >>> 48))
                    .put(index * INSTRUCTION + 2, (byte) (instruction >>> 40))
                    .put(index * INSTRUCTION + 3, (byte) (instruction >>> 32))
                    .putInt(index * INSTRUCTION + 4, (int) instruction);
        }
    }

    private static long instruction(int code, int jumpIfTrue, int jumpIfFalse, int operand) {
        return (long) code << 48 | (long) jumpIfTrue << 40 | (long) jumpIfFalse << 32 | Integer.toUnsignedLong(operand);
    }

    /** Hears nothing. */
    static PacketFilter nothing() {
        return new PacketFilter(instruction(RETURN, 0, 0, 0));
    }

    /**
     * Hears VRRP packets of these virtual routers. A filter sees an IPv4 packet from its IP header on, but an IPv6 packet
     * from the VRRP header on, where X is still 0.
     */
    static PacketFilter virtualRouters(List<HeardRouter> routers, ListeningPlace place) {
        Builder filter = new Builder();
        filter.loadRouterId(place.ipv4());
        Map<HeardRouter.Genuine, List<Integer>> guarded = new LinkedHashMap<>();
        for (HeardRouter router : routers) {
            int id = router.virtualRouterId();
            router.only()
                    .ifPresentOrElse(
                            genuine -> guarded.computeIfAbsent(genuine, any -> new ArrayList<>())
                                    .add(id),
                            () -> filter.takeIfEqual(id));
        }
        guarded.forEach((genuine, ids) -> filter.addFor(ids, genuine(genuine, place)));
        return filter.dropTheRest();
    }

    /** A program of its own, to its end, for packets that came as they must. */
    private static Builder genuine(HeardRouter.Genuine wanted, ListeningPlace place) {
        boolean ipv4 = place.ipv4();
        Builder filter = new Builder();
        filter.add(OCTET_AFTER_X, 0, 0, 0).passIfEqual(wanted.version() << 4 | ADVERTISEMENT);
        if (place.group().isPresent()) {
            filter.loadOctet(ipv4 ? Ipv4Header.TTL : IPV6_HOP_LIMIT).passIfEqual(VrrpRoute.FULL_HOP_LIMIT);
        }
        ByteBuffer to = ByteBuffer.wrap(place.group().orElse(wanted.own()).getAddress());
        for (int at = ipv4 ? Ipv4Header.DESTINATION : IPV6_DESTINATION; to.hasRemaining(); at += Integer.BYTES) {
            filter.loadWord(at).passIfEqual(to.getInt());
        }
        wanted.sources().forEach(source -> filter.take(source, ipv4 ? Ipv4Header.SOURCE : IPV6_SOURCE));
        return filter.add(RETURN, 0, 0, wanted.sources().isEmpty() ? WHOLE_PACKET : 0);
    }

    /**
     * Hears VRRP packets of all virtual routers but these, and those of these addresses. Where a filter sees an IPv6
     * packet from the VRRP header on, the IP header before it has offsets of its own.
     */
    static PacketFilter otherRouters(Set<Integer> own, Set<OtherRouter> others, boolean ipv4) {
        Builder filter = new Builder();
        filter.loadRouterId(ipv4);
        own.forEach(id -> filter.add(JUMP_IF_EQUAL, 0, 1, id).add(RETURN, 0, 0, 0));
        others.forEach(other -> filter.drop(other, ipv4 ? Ipv4Header.SOURCE : IPV6_SOURCE));
        return filter.takeTheRest();
    }

    /** {@code struct sock_fprog}: number of instructions (2 bytes, 6 free), address of the first. */
    void attach(FileDescriptor socket, String tried) {
        NativeBuffer argument = NativeBuffer.allocate(16);
        argument.bytes()
                .putShort(0, (short) Math.min(length, 0xffff)) // refused from 4097 on
                .putLong(8, program.pointer().address());
        try {
            socket.option(SystemCalls.SOL_SOCKET, SO_ATTACH_FILTER, argument, "SO_ATTACH_FILTER", tried);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Writes a program from its beginning to its end: a packet that one step neither takes nor drops goes on to the
     * next. No jump is longer than a step, so that a program may have any number of them. For one thread.
     */
    static final class Builder {
        private final List<Long> instructions = new ArrayList<>();

        private void loadRouterId(boolean ipv4) {
            if (ipv4) {
                add(HEADER_LENGTH_TO_X, 0, 0, 0);
            }
            add(OCTET_AFTER_X, 0, 0, VrrpListener.ROUTER_ID_AT);
        }

        /** If what was loaded is one of these, all that follows is said by that other program. */
        private void addFor(List<Integer> values, Builder program) {
            for (int index = 0; index < values.size(); index++) {
                int others = values.size() - 1 - index;
                add(JUMP_IF_EQUAL, 0, 1, values.get(index)).add(JUMP, 0, 0, 2 * others + 1);
            }
            add(JUMP, 0, 0, program.instructions.size());
            instructions.addAll(program.instructions);
        }

        Builder loadWord(int offset) {
            return add(WORD, 0, 0, offset);
        }

        Builder loadOctet(int offset) {
            return add(OCTET, 0, 0, offset);
        }

        /** Takes the packet if what was loaded is this. */
        Builder takeIfEqual(int value) {
            return add(JUMP_IF_EQUAL, 0, 1, value).add(RETURN, 0, 0, WHOLE_PACKET);
        }

        /** Drops the packet unless what was loaded is this. */
        Builder passIfEqual(int value) {
            return add(JUMP_IF_EQUAL, 1, 0, value).add(RETURN, 0, 0, 0);
        }

        /** Drops the packet if the six octets there are these. */
        Builder dropIfSix(int offset, long octets) {
            return add(WORD, 0, 0, offset)
                    .add(JUMP_IF_EQUAL, 0, 3, (int) (octets >>> 16))
                    .add(HALF_WORD, 0, 0, offset + Integer.BYTES)
                    .add(JUMP_IF_EQUAL, 0, 1, (int) (octets & 0xffff))
                    .add(RETURN, 0, 0, 0);
        }

        /** Takes the packet if the words there are the same. */
        Builder takeIfSameWords(int one, int other) {
            return loadWord(one)
                    .add(TO_X, 0, 0, 0)
                    .loadWord(other)
                    .add(JUMP_IF_X, 0, 1, 0)
                    .add(RETURN, 0, 0, WHOLE_PACKET);
        }

        /** Drops the packet if it is of that virtual router and address. */
        private void drop(OtherRouter other, int sourceAt) {
            ByteBuffer address = ByteBuffer.wrap(other.address().getAddress());
            int rest = address.remaining() / Integer.BYTES * 2 + 1;
            add(OCTET_AFTER_X, 0, 0, VrrpListener.ROUTER_ID_AT).add(JUMP_IF_EQUAL, 0, rest, other.virtualRouterId());
            for (int at = 0; address.hasRemaining(); at += Integer.BYTES) {
                rest -= 2;
                add(WORD, 0, 0, sourceAt + at).add(JUMP_IF_EQUAL, 0, rest, address.getInt());
            }
            add(RETURN, 0, 0, 0);
        }

        /** Takes the packet if it is from that address. */
        private void take(InetAddress source, int sourceAt) {
            ByteBuffer address = ByteBuffer.wrap(source.getAddress());
            int rest = address.remaining() / Integer.BYTES * 2 - 1;
            for (int at = 0; address.hasRemaining(); at += Integer.BYTES) {
                add(WORD, 0, 0, sourceAt + at).add(JUMP_IF_EQUAL, 0, rest, address.getInt());
                rest -= 2;
            }
            add(RETURN, 0, 0, WHOLE_PACKET);
        }

        PacketFilter dropTheRest() {
            return add(RETURN, 0, 0, 0).end();
        }

        PacketFilter takeTheRest() {
            return add(RETURN, 0, 0, WHOLE_PACKET).end();
        }

        private Builder add(int code, int jumpIfTrue, int jumpIfFalse, int operand) {
            instructions.add(instruction(code, jumpIfTrue, jumpIfFalse, operand));
            return this;
        }

        private PacketFilter end() {
            return new PacketFilter(
                    instructions.stream().mapToLong(Long::longValue).toArray());
        }
    }
}
