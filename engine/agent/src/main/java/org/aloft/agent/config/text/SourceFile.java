package org.aloft.agent.config.text;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The content of a file.
 *
 * @param name how messages call it
 * @param identity the same for two names of one file
 * @param folder where it lies, absolute: {@code ${_PWD}}
 * @param text its content
 */
public record SourceFile(String name, String identity, String folder, String text) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Its lines as they were written, each made when it is asked for: a large file has too many to keep. */
    Iterator<SourceText> lines() {
        return new Iterator<>() {
            private int start = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
            private int number;

            @Override
            public boolean hasNext() {
                return start <= text.length();
            }

            @Override
            public SourceText next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int end = text.indexOf('\n', start);
                int stop = end < 0 ? text.length() : end;
                number++;
                SourceText line = SourceText.written(text.substring(start, stop), new Position(name, number, 1));
                start = stop + 1;
                return line;
            }
        };
    }
}
