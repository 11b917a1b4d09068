package org.aloft.agent.script;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a program wrote: all of it, or the beginning and the end of long output. Confined to one thread. */
final class ScriptOutput {
    /** At the beginning as well as at the end, in bytes. */
    static final int KEPT = 4096;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream(0);
    private byte[] tail = {};
    private long total;

    /** Takes all that remains in the buffer. */
    void add(ByteBuffer bytes) {
        total += bytes.remaining();
        byte[] first = new byte[Math.min(bytes.remaining(), KEPT - head.size())];
        bytes.get(first);
        head.writeBytes(first);
        keepEnd(bytes);
    }

    private void keepEnd(ByteBuffer bytes) {
        int added = Math.min(bytes.remaining(), KEPT);
        if (added == 0) {
            return;
        }
        bytes.position(bytes.limit() - added);
        int kept = Math.min(tail.length, KEPT - added);
        byte[] next = new byte[kept + added];
        System.arraycopy(tail, tail.length - kept, next, 0, kept);
        bytes.get(next, kept, added);
        tail = next;
    }

    /** As text, without the line break at the end. */
    String text() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        kept.writeBytes(head.toByteArray());
        long missing = total - head.size() - tail.length;
        if (missing > 0) {
            kept.writeBytes(("\n[" + missing + " bytes left out]\n").getBytes(StandardCharsets.UTF_8));
        }
        kept.writeBytes(tail);
        return kept.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
