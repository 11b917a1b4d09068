package org.aloft.topology.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.aloft.topology.yaml.PythonNumber;

/**
 * Python's {@code ast.literal_eval} as far as Ansible's INI reader needs it: numbers, strings, True, False, None,
 * lists, tuples and dicts. What is no literal stays the text it is, as in Ansible. Not thread-safe: one object, one
 * text.
 */
final class PythonLiteral {
    private static final Pattern TOKEN_END = Pattern.compile("[\\s,:\\]\\)\\}\\[\\(\\{#'\"]");
    private static final int DEPTH_MOST = 50;

    private final String text;
    private int at;
    private int depth;

    private PythonLiteral(String text) {
        this.text = text;
    }

    /** The literal's value, or the text itself when it is none. Null for {@code None}. */
    static Object valueOf(String text) {
        try {
            PythonLiteral literal = new PythonLiteral(text);
            Object value = literal.expression();
            literal.skipBlanks();
            return literal.at == text.length() ? value : text;
        } catch (NotALiteral e) {
            return text;
        }
    }

    private Object expression() throws NotALiteral {
        if (++depth > DEPTH_MOST) {
            throw new NotALiteral();
        }
        skipBlanks();
        char first = peek();
        Object value =
                switch (first) {
                    case '\'', '"' -> strings();
                    case '[' -> list(']');
                    case '(' -> list(')');
                    case '{' -> dict();
                    default -> word();
                };
        depth--;
        return value;
    }

    private Object word() throws NotALiteral {
        int start = at;
        while (at < text.length()
                && !TOKEN_END.matcher(text.substring(at, at + 1)).matches()) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "True" -> true;
            case "False" -> false;
            case "None" -> null;
            default -> PythonNumber.parse(word).orElseThrow(NotALiteral::new);
        };
    }

    /** Neighbouring strings are one string. */
    private String strings() throws NotALiteral {
        StringBuilder all = new StringBuilder();
        while (at < text.length() && (peek() == '\'' || peek() == '"')) {
            all.append(string());
            skipBlanks();
        }
        return all.toString();
    }

    private String string() throws NotALiteral {
        char quote = text.charAt(at++);
        StringBuilder string = new StringBuilder();
        while (peek() != quote) {
            char character = text.charAt(at++);
            if (character == '\n') {
                throw new NotALiteral();
            }
            if (character == '\\') {
                escape(string);
            } else {
                string.append(character);
            }
        }
        at++;
        return string.toString();
    }

    private void escape(StringBuilder string) throws NotALiteral {
        char escaped = peek();
        at++;
        switch (escaped) {
            case 'n' -> string.append('\n');
            case 't' -> string.append('\t');
            case 'r' -> string.append('\r');
            case '\\', '\'', '"' -> string.append(escaped);
            case 'x' -> codePoint(string, 2);
            case 'u' -> codePoint(string, 4);
            default -> string.append('\\').append(escaped); // Python keeps the backslash of an unknown escape
        }
    }

    private void codePoint(StringBuilder string, int digits) throws NotALiteral {
        try {
            string.appendCodePoint(Integer.parseUnsignedInt(text, at, at + digits, 16));
            at += digits;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new NotALiteral();
        }
    }

    private Object list(char close) throws NotALiteral {
        at++;
        List<Object> items = new ArrayList<>();
        boolean comma = false;
        while (next() != close) {
            if (!items.isEmpty() && !comma) {
                throw new NotALiteral();
            }
            items.add(expression());
            comma = eat(',');
        }
        at++;
        boolean onlyParenthesized = close == ')' && items.size() == 1 && !comma;
        return onlyParenthesized ? items.get(0) : items;
    }

    private Map<Object, Object> dict() throws NotALiteral {
        at++;
        Map<Object, Object> entries = new LinkedHashMap<>();
        boolean comma = true;
        while (next() != '}') {
            Object key = comma ? expression() : null;
            if (!comma || !eat(':')) {
                throw new NotALiteral();
            }
            entries.put(key, expression());
            comma = eat(',');
        }
        at++;
        return entries;
    }

    private char next() throws NotALiteral {
        skipBlanks();
        return peek();
    }

    private boolean eat(char wanted) {
        skipBlanks();
        boolean there = at < text.length() && text.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private char peek() throws NotALiteral {
        if (at >= text.length()) {
            throw new NotALiteral();
        }
        return text.charAt(at);
    }

    /** Blanks, and a Python comment: it reaches to the end. */
    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '#') {
            at = text.length();
        }
    }

    /** Not an error: Ansible then takes the text as it stands. */
    private static final class NotALiteral extends Exception {
        private static final long serialVersionUID = 1L;

        NotALiteral() {
            super(null, null, false, false);
        }
    }
}
