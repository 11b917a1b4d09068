package org.aloft.agent.config.text;

/**
 * One word of a statement, quotes and escapes already resolved.
 *
 * @param text what stands there
 * @param position of its first character
 */
public record Word(String text, Position position) {
    @Override
    public String toString() {
        return text;
    }
}
