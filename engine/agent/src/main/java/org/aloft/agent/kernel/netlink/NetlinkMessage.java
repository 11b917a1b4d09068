package org.aloft.agent.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One message from the kernel; the layout is drawn at {@link NetlinkRequest}.
 *
 * @param payload what follows the sixteen bytes of header, in the machine's byte order; its position is 0
 */
public record NetlinkMessage(int type, int flags, int sequence, ByteBuffer payload) {
    static final int ERROR = 2;
    static final int DONE = 3;
    static final int OVERRUN = 4;

    private static final int DUMP_INTERRUPTED = 0x10;
    private static final int CAPPED = 0x100;
    private static final int HAS_ATTRIBUTES = 0x200;
    private static final int ERROR_ATTRIBUTE_TEXT = 1;

    /** Takes a datagram apart. The messages look into the same bytes. */
    public static List<NetlinkMessage> parse(ByteBuffer datagram) {
        ByteBuffer in = datagram.duplicate().order(ByteOrder.nativeOrder());
        List<NetlinkMessage> messages = new ArrayList<>();
        while (in.remaining() >= NetlinkRequest.HEADER) {
            int start = in.position();
            int length = in.getInt(start);
            if (length < NetlinkRequest.HEADER || length > in.remaining()) {
                throw new IllegalArgumentException("a netlink message of " + length + " bytes where " + in.remaining()
                        + " are left, at byte " + start);
            }
            ByteBuffer payload = in.slice(start + NetlinkRequest.HEADER, length - NetlinkRequest.HEADER)
                    .order(ByteOrder.nativeOrder());
            messages.add(new NetlinkMessage(
                    Short.toUnsignedInt(in.getShort(start + 4)),
                    Short.toUnsignedInt(in.getShort(start + 6)),
                    in.getInt(start + 8),
                    payload));
            in.position(Math.min(in.limit(), start + NetlinkAttributes.align(length)));
        }
        return messages;
    }

    /** Whether the table changed while it was being listed, so that the list may have gaps. */
    boolean dumpInterrupted() {
        return (flags & DUMP_INTERRUPTED) != 0;
    }

    /** Of an ERROR or DONE message: the error number, 0 for success. */
    int errorNumber() {
        return payload.remaining() >= Integer.BYTES ? -payload.getInt(0) : 0;
    }

    /** Of an ERROR or DONE message: the kernel's own words, or an empty string (extended acknowledgement). */
    String errorText() {
        if ((flags & HAS_ATTRIBUTES) == 0) {
            return "";
        }
        int offset = Integer.BYTES;
        if (type == ERROR) {
            int request = payload.getInt(offset);
            offset += (flags & CAPPED) != 0 ? NetlinkRequest.HEADER : NetlinkAttributes.align(request);
        }
        return NetlinkAttributes.parse(payload, offset)
                .text(ERROR_ATTRIBUTE_TEXT)
                .orElse("");
    }
}
