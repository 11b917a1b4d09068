package org.aloft.agent.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Text to tokens by the rules of keepalived.conf(5): words are parted by white space; {@code #} and {@code !} start a comment;
 * {@code "} and {@code '} quote a part of a word; a backslash escapes inside quotes; braces stand for themselves; a line end ends a
 * statement.
 */
final class Lexer {
    private final String file;
    private final String text;
    private final Problems problems;
    private final List<Token> tokens = new ArrayList<>();
    private int offset;
    private int line = 1;
    private int lineStart;

    private Lexer(String file, String text, Problems problems) {
        this.file = file;
        this.text = text;
        this.problems = problems;
    }

    static List<Token> tokens(String file, String text, Problems problems) {
        return new Lexer(file, text, problems).run();
    }

    private List<Token> run() {
        while (offset < text.length()) {
            char next = text.charAt(offset);
            if (next == '\n') {
                endLine();
            } else if (Character.isWhitespace(next)) {
                offset++;
            } else if (next == '#' || next == '!') {
                skipComment();
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
        return new Position(file, line, offset - lineStart + 1);
    }

    private void endLine() {
        tokens.add(new Token(Token.Kind.LINE_END, "", here()));
        offset++;
        line++;
        lineStart = offset;
    }

    private void skipComment() {
        while (offset < text.length() && text.charAt(offset) != '\n') {
            offset++;
        }
    }

    private void word() {
        Position start = here();
        StringBuilder word = new StringBuilder();
        while (offset < text.length()) {
            char next = text.charAt(offset);
            if (next == '"' || next == '\'') {
                quoted(next, word);
            } else if (endsWord(next)) {
                break;
            } else {
                word.append(next);
                offset++;
            }
        }
        tokens.add(new Token(Token.Kind.WORD, word.toString(), start));
    }

    private static boolean endsWord(char next) {
        return Character.isWhitespace(next) || next == '{' || next == '}' || next == '#' || next == '!';
    }

    private void quoted(char quote, StringBuilder word) {
        Position start = here();
        offset++;
        while (offset < text.length() && text.charAt(offset) != '\n') {
            char next = text.charAt(offset++);
            if (next == quote) {
                return;
            }
            if (next == '\\' && offset < text.length() && text.charAt(offset) != '\n') {
                escape(word);
            } else {
                word.append(next);
            }
        }
        problems.error(start, "this quote is never closed on its line; add the closing " + quote);
    }

    /** The escapes whose meaning differs from the character itself; {@code \nnn}, {@code \xXX} and {@code \cC} are refused. */
    private void escape(StringBuilder word) {
        char code = text.charAt(offset);
        switch (code) {
            case 'n' -> word.append('\n');
            case 't' -> word.append('\t');
            case 'r' -> word.append('\r');
            case 'f' -> word.append('\f');
            case 'a' -> word.append('\007');
            case 'v' -> word.append('\013');
            case 'E' -> word.append('\033');
            case 'b' -> word.append('\b');
            case '0', '1', '2', '3', '4', '5', '6', '7', 'x', 'c' ->
                problems.error(here(), "the escape \\" + code + " is not supported; write the character itself");
            default -> word.append(code);
        }
        offset++;
    }
}
