package org.aloft.agent.config.text;

/**
 * A piece of the text.
 *
 * @param kind what it is
 * @param text the word; empty for braces and line ends
 * @param position of its first character
 */
record Token(Kind kind, String text, Position position) {
    enum Kind {
        WORD,
        OPEN,
        CLOSE,
        LINE_END
    }
}
