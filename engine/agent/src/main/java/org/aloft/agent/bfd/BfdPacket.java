package org.aloft.agent.bfd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * A BFD control packet without authentication (RFC 5880 §4.1), in network byte order; intervals are microseconds.
 *
 * <pre>{@code
 *  0               1               2               3
 * +-----+---------+---+-+-+-+-+-+-+---------------+---------------+
 * | ver | diag    |sta|P|F|C|A|D|M| multiplier    | length        |  0
 * +-----+---------+---+-+-+-+-+-+-+---------------+---------------+
 * | my discriminator                                              |  4
 * +---------------------------------------------------------------+
 * | your discriminator                                            |  8
 * +---------------------------------------------------------------+
 * | desired minimum transmit interval                             | 12
 * +---------------------------------------------------------------+
 * | required minimum receive interval                             | 16
 * +---------------------------------------------------------------+
 * | required minimum echo receive interval                        | 20
 * +---------------------------------------------------------------+
 * }</pre>
 *
 * @param diagnostic the sender's code, 0..31
 * @param state the sender's state
 * @param poll P: the sender wants an answer with {@code last}
 * @param last F: the answer to a poll
 * @param demand D: the sender wants no periodic packets while the session is up
 * @param multiplier 1..255
 * @param mine the sender's number for the session, not 0
 * @param yours the receiver's number for it; 0 while the sender does not know it
 * @param desiredTransmit the shortest interval at which the sender wants to send, in microseconds
 * @param requiredReceive the shortest interval that it can take; 0: it wants no periodic packets
 */
public record BfdPacket(
        int diagnostic,
        BfdState state,
        boolean poll,
        boolean last,
        boolean demand,
        int multiplier,
        int mine,
        int yours,
        long desiredTransmit,
        long requiredReceive) {
    /** The size of every packet that is sent, in bytes. */
    public static final int SIZE = 24;

    private static final int VERSION = 1;
    private static final int POLL = 0x20;
    private static final int FINAL = 0x10;
    private static final int AUTHENTICATION = 0x4;
    private static final int DEMAND = 0x2;
    private static final int MULTIPOINT = 0x1;
    private static final int MULTIPLIER = 2;
    private static final int LENGTH = 3;
    private static final int MINE = 4;
    private static final int YOURS = 8;
    private static final int DESIRED_TRANSMIT = 12;
    private static final int REQUIRED_RECEIVE = 16;

    /** What a datagram turned out to be. */
    public sealed interface Received {}

    /** A packet that a session may look at. */
    public record Accepted(BfdPacket packet) implements Received {}

    /**
     * One to be passed over.
     *
     * @param reason what is wrong with it
     */
    public record Dropped(String reason) implements Received {}

    /** Writes the packet at the buffer's position. */
    void write(ByteBuffer into) {
        ByteBuffer out = into.order(ByteOrder.BIG_ENDIAN);
        out.put((byte) (VERSION << 5 | diagnostic));
        out.put((byte) (state.code() << 6 | (poll ? POLL : 0) | (last ? FINAL : 0) | (demand ? DEMAND : 0)));
        out.put((byte) multiplier);
        out.put((byte) SIZE);
        out.putInt(mine).putInt(yours);
        out.putInt((int) desiredTransmit).putInt((int) requiredReceive).putInt(0);
    }

    /** Reads a datagram and checks what can be checked without a session, in the order of RFC 5880 §6.8.6. */
    public static Received read(ByteBuffer datagram) {
        ByteBuffer in = datagram.slice().order(ByteOrder.BIG_ENDIAN);
        if (in.remaining() < SIZE) {
            return new Dropped("it has " + in.remaining() + " bytes, fewer than " + SIZE);
        }
        int version = Byte.toUnsignedInt(in.get(0)) >>> 5;
        int length = Byte.toUnsignedInt(in.get(LENGTH));
        int flags = in.get(1);
        if (version != VERSION) {
            return new Dropped("it has version " + version + ", not " + VERSION);
        }
        if (length < SIZE || length > in.remaining()) {
            return new Dropped("it claims " + length + " bytes of " + in.remaining());
        }
        if ((flags & AUTHENTICATION) != 0) {
            return new Dropped("it is authenticated, which aloftd does not support; switch that off on the neighbour");
        }
        if ((flags & MULTIPOINT) != 0) {
            return new Dropped("it has the multipoint bit, which must be 0");
        }
        return checked(packet(in, flags));
    }

    private static BfdPacket packet(ByteBuffer in, int flags) {
        return new BfdPacket(
                in.get(0) & 0x1f,
                BfdState.of(flags >>> 6),
                (flags & POLL) != 0,
                (flags & FINAL) != 0,
                (flags & DEMAND) != 0,
                Byte.toUnsignedInt(in.get(MULTIPLIER)),
                in.getInt(MINE),
                in.getInt(YOURS),
                Integer.toUnsignedLong(in.getInt(DESIRED_TRANSMIT)),
                Integer.toUnsignedLong(in.getInt(REQUIRED_RECEIVE)));
    }

    private static Received checked(BfdPacket packet) {
        if (packet.multiplier == 0) {
            return new Dropped("its multiplier is 0");
        }
        if (packet.mine == 0) {
            return new Dropped("it has no discriminator of its own");
        }
        if (packet.yours == 0 && (packet.state == BfdState.INIT || packet.state == BfdState.UP)) {
            return new Dropped("it is " + packet.state + " without our discriminator");
        }
        return new Accepted(packet);
    }

    static long micros(Duration time) {
        return time.toNanos() / 1000;
    }
}
