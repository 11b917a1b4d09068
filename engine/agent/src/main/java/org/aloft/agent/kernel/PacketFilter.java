package org.aloft.agent.kernel;

import java.lang.ref.Reference;

/**
 * A classic BPF program that says which packets a socket hears ({@code linux/filter.h}). An instruction is {@code struct sock_filter}:
 * code (2 bytes), jump if true (1), jump if false (1), operand (4). Immutable.
 */
final class PacketFilter {
    private static final int SO_ATTACH_FILTER = 26;
    private static final int INSTRUCTION = 8;
    /** BPF_LDX | BPF_B | BPF_MSH: X = four times the low half of an octet, the length of an IPv4 header. */
    private static final int HEADER_LENGTH_TO_X = 0xb1;
    /** BPF_LD | BPF_B | BPF_IND: A = the octet at X and an offset. */
    private static final int OCTET_AFTER_X = 0x50;
    /** BPF_JMP | BPF_JEQ | BPF_K. */
    private static final int JUMP_IF_EQUAL = 0x15;
    /** BPF_RET | BPF_K: how much of the packet is heard; 0 for none. */
    private static final int RETURN = 0x06;

    private static final int WHOLE_PACKET = 0x40000;
    /** Where VRRP has the virtual router id. */
    private static final int ROUTER_ID_AT = 1;

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
        return (long) code << 48 | (long) jumpIfTrue << 40 | (long) jumpIfFalse << 32 | operand;
    }

    /** Hears nothing. */
    static PacketFilter nothing() {
        return new PacketFilter(instruction(RETURN, 0, 0, 0));
    }

    /**
     * Hears VRRP packets of one virtual router. A filter sees an IPv4 packet from its IP header on, but an IPv6 packet from the VRRP
     * header on, where X is still 0.
     */
    static PacketFilter virtualRouter(int id, boolean ipv4) {
        long octet = instruction(OCTET_AFTER_X, 0, 0, ROUTER_ID_AT);
        long compare = instruction(JUMP_IF_EQUAL, 0, 1, id);
        long all = instruction(RETURN, 0, 0, WHOLE_PACKET);
        long none = instruction(RETURN, 0, 0, 0);
        return ipv4
                ? new PacketFilter(instruction(HEADER_LENGTH_TO_X, 0, 0, 0), octet, compare, all, none)
                : new PacketFilter(octet, compare, all, none);
    }

    /** {@code struct sock_fprog}: number of instructions (2 bytes, 6 free), address of the first. */
    void attach(FileDescriptor socket, String tried) {
        NativeBuffer argument = NativeBuffer.allocate(16);
        argument.bytes()
                .putShort(0, (short) length)
                .putLong(8, program.pointer().address());
        try {
            socket.option(SystemCalls.SOL_SOCKET, SO_ATTACH_FILTER, argument, "SO_ATTACH_FILTER", tried);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
