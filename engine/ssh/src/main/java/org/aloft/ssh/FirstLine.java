package org.aloft.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Passes a stream through and keeps the beginning of its first line. One thread reads; any may ask. */
final class FirstLine extends FilterInputStream {
    private static final int KEPT = 80;

    private final StringBuilder kept = new StringBuilder();
    private boolean ended;

    FirstLine(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            keep(value);
        }
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        for (int index = offset; index < offset + count; index++) {
            keep(target[index]);
        }
        return count;
    }

    private synchronized void keep(int value) {
        ended = ended || value == '\n' || kept.length() == KEPT;
        if (!ended && value >= ' ' && value < 127) {
            kept.append((char) value);
        }
    }

    /** What has arrived of it, printable characters only; empty at first. */
    synchronized String text() {
        return kept.toString();
    }
}
