package org.aloft.agent.config.text;

/** {@code #} and {@code !} start a comment that ends with its line, but not inside quotes. */
final class Comments {
    private Comments() {}

    /** How much of the line comes before its comment. */
    static int start(String line) {
        char quote = 0;
        for (int index = 0; index < line.length(); index++) {
            char next = line.charAt(index);
            if (quote != 0) {
                if (next == '\\') {
                    index++;
                } else if (next == quote) {
                    quote = 0;
                }
            } else if (next == '"' || next == '\'') {
                quote = next;
            } else if (next == '#' || next == '!') {
                return index;
            }
        }
        return line.length();
    }

    /** Whether a quote is open before that character. */
    static boolean quoted(String line, int offset) {
        char quote = 0;
        for (int index = 0; index < offset; index++) {
            char next = line.charAt(index);
            if (quote != 0 && next == '\\') {
                index++;
            } else if (quote != 0) {
                quote = next == quote ? 0 : quote;
            } else if (next == '"' || next == '\'') {
                quote = next;
            }
        }
        return quote != 0;
    }
}
