package org.aloft.agent.config.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A line to tokens by the rules of keepalived.conf(5): words are parted by white space; {@code "} and {@code '} quote a
 * part of a word; a backslash escapes inside quotes; braces stand for themselves; a line end ends a statement. Comments
 * are gone before.
 */
final class Lexer {
    private static final int OCTAL_DIGITS = 3;
    private static final int LARGEST_BYTE = 0xFF;

    private final SourceText line;
    private final String text;
    private final Map<String, String> known;
    private final Problems problems;
    private final List<Token> tokens = new ArrayList<>();
    private int offset;

    private Lexer(SourceText line, Map<String, String> known, Problems problems) {
        this.line = line;
        this.text = line.text();
        this.known = known;
        this.problems = problems;
    }

    /**
     * The tokens of a line, of which the last is its end.
     *
     * @param known the texts of words so far, each once and under itself; most words of a large file are the same few
     */
    static List<Token> tokens(SourceText line, Map<String, String> known, Problems problems) {
        return new Lexer(line, known, problems).run();
    }

    private List<Token> run() {
        while (offset < text.length()) {
            char next = text.charAt(offset);
            if (SourceText.isBlank(next)) {
                offset++;
            } else if (next == '{' || next == '}') {
                tokens.add(new Token(next == '{' ? Token.Kind.OPEN : Token.Kind.CLOSE, "", here()));
                offset++;
            } else {
                word();
            }
        }
        tokens.add(new Token(Token.Kind.LINE_END, "", here()));
        return tokens;
    }

    private Position here() {
        return line.position(offset);
    }

    private void word() {
        Position start = here();
        int end = offset;
        while (end < text.length() && !endsWord(text.charAt(end)) && !isQuote(text.charAt(end))) {
            end++;
        }
        String word = text.substring(offset, end);
        offset = end;
        boolean quoted = end < text.length() && isQuote(text.charAt(end));
        if (quoted) {
            word = partlyQuoted(word);
        }
        String before = known.putIfAbsent(word, word);
        tokens.add(new Token(Token.Kind.WORD, before == null ? word : before, start, quoted));
    }

    private String partlyQuoted(String begun) {
        StringBuilder word = new StringBuilder(begun);
        while (offset < text.length()) {
            char next = text.charAt(offset);
            if (isQuote(next)) {
                quoted(next, word);
            } else if (endsWord(next)) {
                break;
            } else {
                word.append(next);
                offset++;
            }
        }
        return word.toString();
    }

    private static boolean isQuote(char next) {
        return next == '"' || next == '\'';
    }

    private static boolean endsWord(char next) {
        return SourceText.isBlank(next) || next == '{' || next == '}';
    }

    private void quoted(char quote, StringBuilder word) {
        Position start = here();
        offset++;
        while (offset < text.length()) {
            char next = text.charAt(offset++);
            if (next == quote) {
                return;
            }
            if (next == '\\' && offset < text.length()) {
                escape(word);
            } else {
                word.append(next);
            }
        }
        problems.error(start, "this quote is never closed on its line; add the closing " + quote);
    }

    /** As in a shell's {@code $'…'}. */
    private void escape(StringBuilder word) {
        char code = text.charAt(offset);
        switch (code) {
            case '0', '1', '2', '3', '4', '5', '6', '7' -> number(word, offset, OCTAL_DIGITS, 8);
            case 'x' -> number(word, offset + 1, text.length(), 16);
            case 'c' -> control(word);
            default -> {
                word.append(meaning(code));
                offset++;
            }
        }
    }

    private static char meaning(char code) {
        return switch (code) {
            case 'a' -> '\007';
            case 'b' -> '\b';
            case 'E' -> '\033';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> '\013';
            default -> code;
        };
    }

    /** {@code \nnn} or {@code \xXX}. */
    private void number(StringBuilder word, int first, int mostDigits, int radix) {
        Position start = here();
        int value = 0;
        offset = first;
        while (offset < text.length() && offset - first < mostDigits) {
            int digit = Character.digit(text.charAt(offset), radix);
            if (digit < 0) {
                break;
            }
            value = Math.min(value * radix + digit, LARGEST_BYTE + 1);
            offset++;
        }
        if (offset == first || value > LARGEST_BYTE) {
            problems.error(start, "an escape must be one byte: \\0..\\377 or \\x0..\\xff; write the character itself");
        } else {
            word.append((char) value);
        }
    }

    /** {@code \cC}: the control version of C, such as {@code \c[} for ESC. */
    private void control(StringBuilder word) {
        if (offset + 1 >= text.length()) {
            problems.error(here(), "the escape \\c needs a character after it; add one, or write \\\\c");
            offset++;
            return;
        }
        word.append((char) (text.charAt(offset + 1) & 0x1F));
        offset += 2;
    }
}
