package org.aloft.topology.problem;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A place in a file.
 *
 * @param file as the user named it
 * @param line 1-based; 0 for the file as a whole
 * @param column 1-based; 0 for the file as a whole
 */
public record Position(Path file, int line, int column) {
    /** The file as a whole, where no line is to blame. */
    public static Position wholeFile(Path file) {
        return new Position(file, 0, 0);
    }

    /** What was typed or run, in place of a file; what the system's encoding lacks is shown as a question mark. */
    public static Position typed(String words) {
        String text = words.replace('\0', '?');
        try {
            return wholeFile(Path.of(text));
        } catch (InvalidPathException unmappable) {
            return wholeFile(Path.of(text.replaceAll("[^ -~]", "?")));
        }
    }

    /**
     * {@code line 3} or, in another file than {@code from}, {@code hosts.ini line 3}: how a message names a second
     * place.
     */
    public String seenFrom(Position from) {
        return file.equals(from.file) ? "line " + line : file + " line " + line;
    }
}
