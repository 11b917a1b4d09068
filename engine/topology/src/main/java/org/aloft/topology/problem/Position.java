package org.aloft.topology.problem;

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

    /**
     * {@code line 3} or, in another file than {@code from}, {@code hosts.ini line 3}: how a message names a second
     * place.
     */
    public String seenFrom(Position from) {
        return file.equals(from.file) ? "line " + line : file + " line " + line;
    }
}
