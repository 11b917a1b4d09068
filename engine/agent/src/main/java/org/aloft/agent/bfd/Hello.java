package org.aloft.agent.bfd;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What members of VRRP groups tell one another behind a BFD control packet, in the same datagram: RFC 5880 §6.8.6 has
 * receivers look at as many bytes as the packet's own length says, so that a stranger passes over it. Backups learn
 * from it that somebody is a member at all, and who of them is first to take over: adverts tell nothing of backups.
 *
 * <pre>{@code
 *  0               1               2               3
 * +---------------+---------------+---------------+---------------+
 * | 'A'           | 'L'           | version 1     | entries       |  0
 * +---------------+---------------+---------------+---------------+
 * | VRID          | priority      | flags         | ...              4, 3 bytes an entry
 * +---------------+---------------+---------------+
 * }</pre>
 *
 * <p>The same one comes and goes fifty times a second, with 255 entries in the worst case: it is kept as it is on the
 * wire too, so that one like the last one is neither read nor written anew. Immutable.
 */
public final class Hello {
    /**
     * One virtual router.
     *
     * @param virtualRouterId 1..255
     * @param priority the sender's effective one, 1..255
     * @param active whether the sender holds the VIPs
     * @param first whether no backup that the sender hears is better than the receiver; only an active one says so
     */
    public record Entry(int virtualRouterId, int priority, boolean active, boolean first) {}

    /** The size of the largest one, in bytes. */
    static final int LARGEST = 4 + 3 * 255;

    private static final int MARK = 'A' << 8 | 'L';
    private static final int VERSION = 1;
    private static final int HEAD = 4;
    private static final int ENTRY = 3;
    private static final int ACTIVE = 1;
    private static final int FIRST = 2;

    private final List<Entry> entries;
    private final byte[] written;

    /** @param entries one for each virtual router of the link and family, at most 255 */
    public Hello(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        this.written = written(this.entries);
    }

    private static byte[] written(List<Entry> entries) {
        ByteBuffer into = ByteBuffer.allocate(HEAD + entries.size() * ENTRY);
        into.put((byte) 'A').put((byte) 'L').put((byte) VERSION).put((byte) entries.size());
        for (Entry entry : entries) {
            into.put((byte) entry.virtualRouterId).put((byte) entry.priority).put((byte)
                    ((entry.active ? ACTIVE : 0) | (entry.first ? FIRST : 0)));
        }
        return into.array();
    }

    /** One for each virtual router of the link and family. */
    public List<Entry> entries() {
        return entries;
    }

    /** The sender's word about one virtual router. */
    Optional<Entry> of(int virtualRouterId) {
        return entries.stream()
                .filter(entry -> entry.virtualRouterId == virtualRouterId)
                .findFirst();
    }

    /** Writes it at the buffer's position. */
    void write(ByteBuffer into) {
        into.put(written);
    }

    /**
     * What follows a BFD packet of {@link BfdPacket#SIZE} bytes in a datagram; empty if that is no hello.
     *
     * @param before the last one of the same sender: the same object is given back if nothing changed
     */
    static Optional<Hello> read(ByteBuffer datagram, Optional<Hello> before) {
        if (before.isPresent() && before.get().isIn(datagram)) {
            return before;
        }
        return read(datagram);
    }

    private boolean isIn(ByteBuffer datagram) {
        int at = datagram.position() + BfdPacket.SIZE;
        return datagram.limit() - at >= written.length
                && datagram.slice(at, written.length).equals(ByteBuffer.wrap(written));
    }

    /** As {@link #read(ByteBuffer, Optional)} of a sender that was not heard before. */
    static Optional<Hello> read(ByteBuffer datagram) {
        int at = datagram.position() + BfdPacket.SIZE;
        if (datagram.limit() - at < HEAD || (datagram.get(at) << 8 | datagram.get(at + 1)) != MARK) {
            return Optional.empty();
        }
        int count = Byte.toUnsignedInt(datagram.get(at + 3));
        if (datagram.get(at + 2) != VERSION || datagram.limit() - at < HEAD + count * ENTRY) {
            return Optional.empty();
        }
        List<Entry> entries = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            int entry = at + HEAD + index * ENTRY;
            int flags = datagram.get(entry + 2);
            entries.add(new Entry(
                    Byte.toUnsignedInt(datagram.get(entry)),
                    Byte.toUnsignedInt(datagram.get(entry + 1)),
                    (flags & ACTIVE) != 0,
                    (flags & FIRST) != 0));
        }
        return Optional.of(new Hello(entries));
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Hello hello && Arrays.equals(written, hello.written));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(written);
    }

    @Override
    public String toString() {
        return "Hello" + entries;
    }
}
