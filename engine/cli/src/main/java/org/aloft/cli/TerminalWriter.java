package org.aloft.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.function.UnaryOperator;

/**
 * All output passes here, and is cleaned as its destination needs. Safe for use by several threads.
 */
final class TerminalWriter extends Writer {
    private final Writer out;
    private final UnaryOperator<String> cleaning;

    /** @param cleaning applied to each text: one of {@link TerminalText} */
    TerminalWriter(Writer out, UnaryOperator<String> cleaning) {
        this.out = out;
        this.cleaning = cleaning;
    }

    @Override
    public void write(char[] source, int offset, int length) throws IOException {
        write(new String(source, offset, length));
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        write(text.substring(offset, offset + length));
    }

    @Override
    public void write(String text) throws IOException {
        synchronized (lock) {
            out.write(cleaning.apply(text));
        }
    }

    /** Moves the cursor, or clears a part of the screen; for text that has been cleaned already. */
    void control(String sequence) {
        synchronized (lock) {
            try {
                out.write(sequence);
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
