package org.aloft.agent.config.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The content of a file.
 *
 * @param name how messages call it
 * @param identity the same for two names of one file
 * @param folder where it lies, absolute: {@code ${_PWD}}
 * @param text its content
 * @param encoding what it is saved as, if that is not UTF-8
 */
public record SourceFile(String name, String identity, String folder, String text, Optional<String> encoding) {
    /** What is looked at to tell how a file is saved. */
    private static final int FIRST = 4096;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * Of a file with this content. A file of two bytes a letter is still read, so that whatever else is wrong is found.
     */
    static SourceFile of(String name, String identity, String folder, byte[] content) {
        Optional<Charset> wide = wide(content);
        return new SourceFile(
                name,
                identity,
                folder,
                new String(content, wide.orElse(StandardCharsets.UTF_8)),
                wide.map(unused -> "UTF-16"));
    }

    /** By its byte order mark, or by the zeros of its ASCII letters: all at even places, or all at odd ones. */
    private static Optional<Charset> wide(byte[] content) {
        int length = Math.min(content.length, FIRST) / 2 * 2;
        int zerosFirst = 0;
        int zerosSecond = 0;
        for (int place = 0; place < length; place += 2) {
            zerosFirst += content[place] == 0 ? 1 : 0;
            zerosSecond += content[place + 1] == 0 ? 1 : 0;
        }
        int mark = length == 0 ? 0 : (content[0] & 0xFF) << 8 | (content[1] & 0xFF);
        int most = length / 4;
        if (mark == 0xFEFF || (zerosFirst > most && zerosSecond == 0)) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return mark == 0xFFFE || (zerosSecond > most && zerosFirst == 0)
                ? Optional.of(StandardCharsets.UTF_16LE)
                : Optional.empty();
    }

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
