package org.aloft.agent.config.text;

/**
 * A piece of the text.
 *
 * @param kind what it is
 * @param text the word; empty for braces and line ends
 * @param position of its first character
 * @param quoted whether a part of the word stood in quotes
 */
record Token(Kind kind, String text, Position position, boolean quoted) {
    Token(Kind kind, String text, Position position) {
        this(kind, text, position, false);
    }

    enum Kind {
        WORD,
        OPEN,
        CLOSE,
        LINE_END
    }
}
