package org.aloft.agent.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A file, read.
 *
 * @param name how messages call it
 * @param identity the same for two names of one file
 * @param folder where it lies, absolute: {@code ${_PWD}}
 * @param text its content
 */
record SourceFile(String name, String identity, String folder, String text) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Its lines, as they were written. */
    List<SourceText> lines() {
        List<SourceText> lines = new ArrayList<>();
        int start = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
        while (start <= text.length()) {
            int end = text.indexOf('\n', start);
            int stop = end < 0 ? text.length() : end;
            lines.add(SourceText.written(text.substring(start, stop), new Position(name, lines.size() + 1, 1)));
            start = stop + 1;
        }
        return lines;
    }
}
