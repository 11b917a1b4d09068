package org.aloft.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Standard output of a command from {@link RootShell#BEGIN} on: what the user's startup files print before it is
 * dropped. Guarded by the lock of its {@link RemoteCommand}.
 */
final class CommandOutput {
    /** Bytes of a line that a listener is told; the rest of it is only in the whole output. */
    static final int LONGEST_LINE = 64 << 10;

    private final MarkerSearch begin = new MarkerSearch(RootShell.BEGIN);
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final int limit;
    private List<String> pendingLines = new ArrayList<>();
    private boolean begun;
    private boolean tooMuch;
    private boolean discarded;

    /** @param limit how many bytes the script may print */
    CommandOutput(int limit) {
        this.limit = limit;
    }

    void add(byte[] source, int offset, int length) {
        int from = offset;
        int end = offset + length;
        if (!begun) {
            from = begin.end(source, offset, end);
            begun = from >= 0;
        }
        if (!begun || discarded || tooMuch) {
            return;
        }
        if (end - from > limit + RootShell.END.length() - kept.size()) {
            tooMuch = true;
            return;
        }
        kept.write(source, from, end - from);
        splitIntoLines(source, from, end);
    }

    private void splitIntoLines(byte[] source, int from, int end) {
        int begin = from;
        for (int index = from; index < end; index++) {
            if (source[index] == '\n') {
                addToLine(source, begin, index);
                pendingLines.add(line.toString(StandardCharsets.UTF_8));
                line.reset();
                begin = index + 1;
            }
        }
        addToLine(source, begin, end);
    }

    private void addToLine(byte[] source, int from, int end) {
        line.write(source, from, Math.min(end - from, LONGEST_LINE - line.size()));
    }

    /** The complete lines that have come since the last call. */
    List<String> takeLines() {
        if (pendingLines.isEmpty()) {
            return List.of();
        }
        List<String> lines = pendingLines;
        pendingLines = new ArrayList<>();
        return lines;
    }

    /** From now on nothing is kept: the caller has left. */
    void discard() {
        discarded = true;
        kept.reset();
        pendingLines = new ArrayList<>();
    }

    /** Whether more came than may come. */
    boolean tooMuch() {
        return tooMuch;
    }

    /** How much may come, in bytes. */
    int limit() {
        return limit;
    }

    /** What the script printed, without the mark of its end. */
    String text() {
        String text = kept.toString(StandardCharsets.UTF_8);
        int end = text.lastIndexOf(RootShell.END);
        return end < 0 ? text : text.substring(0, end) + text.substring(end + RootShell.END.length());
    }

    /** Whether the script's end has come, so that nothing is missing. */
    boolean whole() {
        return kept.toString(StandardCharsets.UTF_8).contains(RootShell.END);
    }
}
