package org.aloft.agent.config.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A line that still knows where each of its characters was written. What a definition put in stands where the
 * definition was used. Immutable.
 */
final class SourceText {
    /** Characters from {@code start} on: written one after another, or all standing for one place. */
    private record Run(int start, Position position, boolean written) {
        Position at(int offset) {
            return written ? position.plus(offset - start) : position;
        }

        Run from(int offset) {
            return new Run(offset, at(offset), written);
        }

        Run moved(int distance) {
            return new Run(start + distance, position, written);
        }
    }

    private final String text;
    private final List<Run> runs;

    private SourceText(String text, List<Run> runs) {
        this.text = text;
        this.runs = runs;
    }

    /** A line of a file, its first character at that position. */
    static SourceText written(String text, Position start) {
        return new SourceText(text, List.of(new Run(0, start, true)));
    }

    String text() {
        return text;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    Position position(int offset) {
        return runAt(offset).at(offset);
    }

    SourceText substring(int from, int to) {
        if (from == 0 && to == text.length()) {
            return this;
        }
        Run first = runAt(from).from(from).moved(-from);
        if (runs.size() == 1) {
            return new SourceText(text.substring(from, to), List.of(first));
        }
        List<Run> kept = new ArrayList<>();
        kept.add(first);
        runs.stream()
                .filter(run -> run.start > from && run.start < to)
                .map(run -> run.moved(-from))
                .forEach(kept::add);
        return new SourceText(text.substring(from, to), kept);
    }

    private Run runAt(int offset) {
        Run found = runs.get(0);
        for (int index = 1; index < runs.size() && runs.get(index).start <= offset; index++) {
            found = runs.get(index);
        }
        return found;
    }

    SourceText substring(int from) {
        return substring(from, text.length());
    }

    /**
     * Whether a character stands between words. So do the no-break and wide spaces that web pages and input methods
     * leave.
     */
    static boolean isBlank(char letter) {
        return letter <= ' ' ? Character.isWhitespace(letter) : letter > '~' && Character.isSpaceChar(letter);
    }

    /** Without white space at both ends. */
    SourceText strip() {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return substring(from, to);
    }

    /** With a value in place of some characters; all of it has the position of the first of them. */
    SourceText replace(int from, int to, String value) {
        SourceText middle = new SourceText(value, List.of(new Run(0, position(from), false)));
        return substring(0, from).append(middle).append(substring(to));
    }

    SourceText append(SourceText other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        List<Run> all = new ArrayList<>(runs);
        other.runs.forEach(run -> all.add(run.moved(text.length())));
        return new SourceText(text + other.text, all);
    }

    /** The same text as a part of a definition that is used there. */
    SourceText usedAt(Position use) {
        return new SourceText(
                text,
                runs.stream()
                        .map(run -> new Run(run.start, run.position.usedAt(use), run.written))
                        .toList());
    }

    @Override
    public String toString() {
        return text;
    }
}
