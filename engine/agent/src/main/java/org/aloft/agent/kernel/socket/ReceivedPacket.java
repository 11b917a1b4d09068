package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * An IP packet that came in, without its IP header. One object serves for many packets, each in place of the one
 * before, so that receiving allocates nothing; an address that was seen lately is the same object again. For one
 * thread.
 */
public final class ReceivedPacket {
    /** In bytes: more than any VRRP packet has. What is longer is cut off here, and too long all the same. */
    public static final int LONGEST = 4096;

    private final ByteBuffer payload = ByteBuffer.allocate(LONGEST);
    private final RecentAddresses addresses = new RecentAddresses();
    private InetAddress source = InetAddress.getLoopbackAddress();
    private InetAddress destination = source;
    private int hopLimit;
    private long waited;

    /** The sender's address. */
    public InetAddress source() {
        return source;
    }

    /** The address it was sent to: a multicast group's, or one of this host's. */
    public InetAddress destination() {
        return destination;
    }

    /** TTL or hop limit as it arrived, 0..255; VRRP's multicast accepts 255 only (RFC 9568 §5.1.1.3). */
    public int hopLimit() {
        return hopLimit;
    }

    /**
     * How long it had waited to be read, in nanoseconds, since the kernel got it. By the wall clock, so that a step of
     * that shows in here: do not believe more than can be.
     */
    public long waited() {
        return waited;
    }

    void waited(long nanos) {
        waited = nanos;
    }

    /** What the IP header carried, from position 0 to the limit; valid until the next packet is received. */
    public ByteBuffer payload() {
        return payload;
    }

    void payload(ByteBuffer from, int offset, int length) {
        int kept = Math.min(length, LONGEST);
        payload.clear();
        payload.put(0, from, offset, kept).limit(kept);
    }

    /** Takes addresses of {@code length} bytes out of a packet's header. */
    void header(ByteBuffer from, int sourceAt, int destinationAt, int length, int newHopLimit) {
        source = addresses.at(from, sourceAt, length);
        destination = addresses.at(from, destinationAt, length);
        hopLimit = newHopLimit;
    }

    void header(ByteBuffer sourceFrom, int sourceAt, ByteBuffer destinationFrom, int destinationAt, int newHopLimit) {
        source = addresses.at(sourceFrom, sourceAt, RecentAddresses.IPV6);
        destination = addresses.at(destinationFrom, destinationAt, RecentAddresses.IPV6);
        hopLimit = newHopLimit;
    }
}
