package org.aloft.cli;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text on its way to a terminal. What hosts, files and people wrote into it may hold control characters that move the
 * cursor, rename the window or turn the reading direction round: they are shown, not obeyed.
 */
final class TerminalText {
    /** Colours and weights that Aloft itself uses (ECMA-48, SGR); none that hides text. */
    private static final Set<String> STYLES =
            Set.of("0", "1", "2", "3", "4", "21", "22", "23", "24", "31", "32", "33", "34", "35", "36", "39");

    private static final Pattern STYLE = Pattern.compile("\u001b\\[([0-9]{1,2})m");

    private TerminalText() {}

    /**
     * The text with its control characters shown as {@code \x1b}: C0 but newline and tab, DEL, C1, and those that
     * change the direction of reading (Unicode UAX #9).
     *
     * @param styles whether colours and weights stay; they are left out else
     */
    static String clean(String text, boolean styles) {
        if (text.chars().noneMatch(TerminalText::isControl)) {
            return text;
        }
        StringBuilder clean = new StringBuilder();
        Matcher style = STYLE.matcher(text);
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '\u001b'
                    && style.region(index, text.length()).lookingAt()
                    && STYLES.contains(style.group(1))) {
                clean.append(styles ? style.group() : "");
                index = style.end() - 1;
            } else if (isControl(character)) {
                clean.append(shown(text, index));
            } else {
                clean.append(character);
            }
        }
        return clean.toString();
    }

    /** The text without Aloft's own colours and weights, and otherwise unchanged. */
    static String withoutStyles(String text) {
        return text.indexOf('\u001b') < 0 ? text : STYLE.matcher(text).replaceAll("");
    }

    private static String shown(String text, int index) {
        char character = text.charAt(index);
        boolean endsLine = character == '\r' && index + 1 < text.length() && text.charAt(index + 1) == '\n';
        if (endsLine) {
            return "";
        }
        return character < 0x100 ? "\\x%02x".formatted((int) character) : "\\u%04x".formatted((int) character);
    }

    private static boolean isControl(int character) {
        boolean c0 = character < ' ' && character != '\n' && character != '\t';
        boolean c1 = character >= 0x7f && character < 0xa0;
        boolean direction = character == 0x061c
                || character == 0x200e
                || character == 0x200f
                || (character >= 0x202a && character <= 0x202e)
                || (character >= 0x2066 && character <= 0x2069);
        return c0 || c1 || direction;
    }

    /** The text as one line of at most so many columns, colours kept; one that was cut ends in {@code …}. */
    static String line(String text, int columns) {
        String clean = clean(text.replaceAll("\\s*[\\r\\n\\t]\\s*", " "), true);
        if (width(clean) <= columns) {
            return clean;
        }
        StringBuilder cut = new StringBuilder();
        Matcher style = STYLE.matcher(clean);
        int used = 0;
        for (int index = 0; index < clean.length(); ) {
            if (style.region(index, clean.length()).lookingAt()) {
                cut.append(style.group());
                index = style.end();
                continue;
            }
            int character = clean.codePointAt(index);
            used += width(character);
            if (used >= columns) {
                break;
            }
            cut.appendCodePoint(character);
            index += Character.charCount(character);
        }
        return cut.append('…')
                .append(cut.indexOf("\u001b") < 0 ? "" : "\u001b[0m")
                .toString();
    }

    /** How many columns a clean line takes. */
    static int width(String line) {
        return STYLE.matcher(line)
                .replaceAll("")
                .codePoints()
                .map(TerminalText::width)
                .sum();
    }

    /** East Asian scripts and emoji take two columns, combining marks none. */
    private static int width(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (character >= 0x1100 && character <= 0x115f)
                || (character >= 0x2e80 && character <= 0xa4cf)
                || (character >= 0xac00 && character <= 0xd7a3)
                || (character >= 0xf900 && character <= 0xfaff)
                || (character >= 0xfe30 && character <= 0xfe6f)
                || (character >= 0xff00 && character <= 0xff60)
                || (character >= 0x1f300 && character <= 0x1faff)
                || (character >= 0x20000 && character <= 0x3fffd);
        return wide ? 2 : 1;
    }
}
