package org.aloft.agent.track;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number in a tracked file. Pure.
 *
 * @param number 0 if there is none
 * @param complaint what is wrong with the text; empty if it is a number, or there is no text at all
 */
record FileNumber(int number, Optional<String> complaint) {
    /** What is read of a file at the most, in bytes: more cannot belong to the number. */
    static final int MOST_BYTES = 128;

    private static final Pattern NUMBER = Pattern.compile("\\s*([-+]?[0-9]{1,12})(\\s.*)?", Pattern.DOTALL);
    private static final int SHOWN = 32;

    static FileNumber parse(String text) {
        if (text.isBlank()) {
            return new FileNumber(0, Optional.empty());
        }
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            return new FileNumber(0, Optional.of("it holds no number but " + quoted(text)));
        }
        long value = Long.parseLong(number.group(1));
        if (value != (int) value) {
            return new FileNumber(
                    0,
                    Optional.of("its number must be " + Integer.MIN_VALUE + ".." + Integer.MAX_VALUE + ": " + value));
        }
        return new FileNumber((int) value, Optional.empty());
    }

    private static String quoted(String text) {
        String line = text.strip().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
        return "\"" + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line) + "\"";
    }
}
