package org.aloft.agent.config.text;

/**
 * One word of a statement, quotes and escapes already resolved.
 *
 * @param text what stands there
 * @param position of its first character
 * @param quoted whether a part of it stood in quotes
 */
public record Word(String text, Position position, boolean quoted) {
    /** A word without quotes. */
    public Word(String text, Position position) {
        this(text, position, false);
    }

    @Override
    public String toString() {
        return text;
    }
}
